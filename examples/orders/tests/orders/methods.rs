//! What customers and staff can do.

use std::sync::{Arc, Mutex};

use futures_util::TryStreamExt as _;
use interop_core::CallFailure;
use interop_core::testing::{RustStream, Script};
use orders::store::Order;
use orders_domain::{Article, Status};
use serde_json::{Value, json};

use crate::page::{Page, Shop};

async fn stock(page: &Page, sku: &str) -> u32 {
    let articles: Vec<Article> = page.call("articles", ()).await.unwrap();
    articles.into_iter().find(|article| article.sku == sku).unwrap().stock
}

#[tokio::test]
async fn an_order_takes_from_the_stock_and_a_cancelled_one_gives_back() {
    let shop = Shop::open().await;
    let amy = shop.page("amy");
    let before = stock(&amy, "pot").await;
    let order = amy.place(&["pot", "assam"]).await;
    assert_eq!((order.status, order.total, order.articles), (Status::Placed, 6_400 + 1_290, 2));
    assert_eq!(stock(&amy, "pot").await, before - 1);
    let order: Order = amy.call("change_status", (order.id, "cancelled")).await.unwrap();
    assert_eq!(order.status, Status::Cancelled);
    assert_eq!(stock(&amy, "pot").await, before);
}

#[tokio::test]
async fn what_is_not_there_is_not_ordered_and_nothing_else_of_the_basket_either() {
    let shop = Shop::open().await;
    let amy = shop.page("amy");
    let basket = json!([[{ "sku": "assam", "quantity": 1 }, { "sku": "whisk", "quantity": 4 }]]);
    let failure = amy.call::<Value>("place_order", basket).await.unwrap_err();
    assert_eq!(failure.code, "out_of_stock");
    assert_eq!(failure.data, Some(json!({ "sku": "whisk", "name": "Bamboo whisk", "left": 3 })));
    assert_eq!(stock(&amy, "assam").await, 80);
    assert_eq!(amy.call::<Vec<Value>>("orders", ()).await.unwrap(), Vec::<Value>::new());
}

#[tokio::test]
async fn two_customers_cannot_buy_the_same_last_article() {
    let shop = Shop::open().await;
    let (amy, rory) = (shop.page("amy"), shop.page("rory"));
    let all = json!([[{ "sku": "whisk", "quantity": 3 }]]);
    let outcomes = tokio::join!(amy.call::<Value>("place_order", &all), rory.call::<Value>("place_order", &all));
    let codes: Vec<_> = [outcomes.0, outcomes.1].into_iter().filter_map(Result::err).map(|error| error.code).collect();
    assert_eq!(codes.len(), 1, "{codes:?}");
    assert_eq!(codes[0], "out_of_stock");
}

#[tokio::test]
async fn customers_see_their_own_orders_and_staff_see_all() {
    let shop = Shop::open().await;
    let (amy, rory) = (shop.page("amy"), shop.page("rory"));
    let order = amy.place(&["assam"]).await;
    for (method, args) in [("open_order", json!([order.id])), ("change_status", json!([order.id, "cancelled"]))] {
        let failure = rory.call::<Value>(method, args).await.unwrap_err();
        assert_eq!((&*failure.code, failure.data), ("no_such_order", Some(json!({ "id": order.id }))));
    }
    let river = shop.page("river");
    assert_eq!(river.call::<Vec<Order>>("orders", ()).await.unwrap(), [order]);
}

#[tokio::test]
async fn steps_that_the_order_does_not_allow_are_refused_with_its_status() {
    let shop = Shop::open().await;
    let (amy, river) = (shop.page("amy"), shop.page("river"));
    let order = amy.place(&["assam"]).await;
    river.call::<Order>("change_status", (order.id, "packed")).await.unwrap();
    let failure = amy.call::<Order>("change_status", (order.id, "cancelled")).await.unwrap_err();
    assert_eq!(failure.code, "step_not_possible");
    assert_eq!(failure.data, Some(json!({ "status": "packed", "to": "cancelled" })));
}

#[tokio::test]
async fn all_who_look_at_an_order_hear_of_its_changes_and_nobody_else() {
    let shop = Shop::open().await;
    let (amy, rory, river) = (shop.page("amy"), shop.page("rory"), shop.page("river"));
    for page in [&amy, &rory, &river] {
        page.call::<Vec<Order>>("orders", ()).await.unwrap();
    }
    let order = amy.place(&["assam"]).await;
    assert_eq!(amy.changes(), [(order.id, Status::Placed)]);
    assert_eq!(river.changes(), [(order.id, Status::Placed)]);

    // A second window of the customer shows only this order.
    let window = shop.page("amy");
    window.call::<Value>("open_order", (order.id,)).await.unwrap();
    river.call::<Order>("change_status", (order.id, "packed")).await.unwrap();
    assert_eq!(window.changes(), [(order.id, Status::Packed)]);
    window.call::<()>("close_order", (order.id,)).await.unwrap();
    river.call::<Order>("change_status", (order.id, "shipped")).await.unwrap();
    assert_eq!(window.changes(), []);
    assert_eq!(amy.changes(), [(order.id, Status::Packed), (order.id, Status::Shipped)]);
    assert_eq!(rory.changes(), []);
}

#[tokio::test]
async fn reports_are_for_staff() {
    let shop = Shop::open().await;
    let amy = shop.page("amy");
    for (method, args) in [("stock_forecast", json!([30])), ("export_orders", json!([]))] {
        assert_eq!(amy.call::<Value>(method, args).await.unwrap_err().code, "forbidden");
    }
}

/// Attaches the bytes of the page's object 7. References are written as JSON, because `call` sends only data.
async fn attach(page: &Page, order: u32, name: &str, length: u64) -> Result<Value, CallFailure> {
    let file = format!(r#"{{"__jsStreamReferenceLength":{length},"__jsObjectId":7}}"#);
    let args = format!(r#"[{{"number":1,"orderId":{order},"name":"{name}","mediaType":"text/plain"}},{file}]"#);
    let attachment = page.app.invoke_async("Orders", "attach_file", &args).await?;
    Ok(serde_json::from_str(&attachment).unwrap())
}

#[tokio::test]
async fn an_attached_file_comes_back_as_it_was() {
    let shop = Shop::open().await;
    let content = "0123456789".repeat(10_000);
    let chunks = content.clone().into_bytes();
    let script = Script::new().data(7, move || {
        chunks.chunks(32 * 1024).map(|chunk| chunk.to_vec().into()).collect::<Vec<bytes::Bytes>>().into_iter()
    });
    let amy = shop.page_with("amy", script);
    let order = amy.place(&["assam"]).await;
    let attachment = attach(&amy, order.id, "note.txt", 100_000).await.unwrap();
    assert_eq!(attachment, json!({ "id": 1, "name": "note.txt", "mediaType": "text/plain", "size": 100_000 }));
    let details: Value = amy.call("open_order", (order.id,)).await.unwrap();
    assert_eq!(details["attachments"], json!([attachment]));

    let stream: RustStream = amy.call("download", (1,)).await.unwrap();
    assert_eq!(read(&amy, stream).await, content);

    let rory = shop.page("rory");
    assert_eq!(rory.call::<Value>("download", (1,)).await.unwrap_err().code, "no_such_attachment");
}

#[tokio::test]
async fn a_file_that_is_too_large_is_refused_with_the_limit() {
    let shop = Shop::open().await;
    let amy = shop.page("amy");
    let order = amy.place(&["assam"]).await;
    let failure = attach(&amy, order.id, "film.txt", 1 << 40).await.unwrap_err();
    assert_eq!((&*failure.code, failure.data), ("file_too_large", Some(json!({ "maxBytes": 20 << 20 }))));
}

#[tokio::test]
async fn a_forecast_covers_every_article_and_says_how_far_it_is() {
    let shop = Shop::open().await;
    let percents = Arc::new(Mutex::new(Vec::new()));
    let heard = Arc::clone(&percents);
    let script = Script::new().on("forecast.progress", move |event| {
        heard.lock().unwrap().push(event.args::<(u32,)>().unwrap().0);
    });
    let river = shop.page_with("river", script);
    let forecasts: Vec<Value> = river.call("stock_forecast", (3,)).await.unwrap();
    assert_eq!(forecasts.len(), 10);
    river.app.settle();
    assert_eq!(*percents.lock().unwrap(), [10, 20, 30, 40, 50, 60, 70, 80, 90, 100]);
}

#[tokio::test]
async fn the_export_has_a_line_for_each_order() {
    let shop = Shop::open().await;
    let order = shop.page("amy").place(&["assam", "honey"]).await;
    let river = shop.page("river");
    let stream: RustStream = river.call("export_orders", ()).await.unwrap();
    let text = read(&river, stream).await;
    let expected = format!("1,amy,placed,{},2,27.60\r\n", order.placed_at);
    assert_eq!(text.split_once("\r\n").unwrap().1, expected);
}

async fn read(page: &Page, stream: RustStream) -> String {
    let chunks: Vec<bytes::Bytes> = page.app.run(stream.read(&page.app).try_collect()).await.unwrap();
    String::from_utf8(chunks.concat()).unwrap()
}
