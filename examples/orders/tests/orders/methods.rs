//! What customers and staff can do.

use std::sync::{Arc, Mutex};

use futures_util::TryStreamExt as _;
use interop_core::CallFailure;
use interop_core::testing::{PageFunction, RustStream, Script};
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
    let order = amy.place(&["assam"]).await;
    assert_eq!((order.id, amy.follow().await.next().await), (1, (1, Status::Placed)), "it is the first one");
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
    assert_eq!(river.follow().await.next().await, (order.id, Status::Placed));
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
async fn a_live_list_has_the_orders_of_before_and_each_change_that_its_user_can_see() {
    let shop = Shop::open().await;
    let (amy, rory, river) = (shop.page("amy"), shop.page("rory"), shop.page("river"));
    let first = amy.place(&["assam"]).await.id;
    let (mut of_amy, mut of_rory, mut of_all) = (amy.follow().await, rory.follow().await, river.follow().await);
    assert_eq!([of_amy.next().await, of_all.next().await], [(first, Status::Placed); 2]);
    let second = rory.place(&["assam"]).await.id;
    river.call::<Order>("change_status", (first, "packed")).await.unwrap();
    assert_eq!(of_amy.next().await, (first, Status::Packed));
    assert_eq!(of_rory.next().await, (second, Status::Placed), "the first one of rory");
    assert_eq!([of_all.next().await, of_all.next().await], [(second, Status::Placed), (first, Status::Packed)]);
}

#[tokio::test]
async fn a_live_list_that_was_not_read_for_long_has_the_latest_state_of_every_order() {
    let shop = Shop::open().await;
    let (amy, river) = (shop.page("amy"), shop.page("river"));
    let order = amy.place(&["assam"]).await;
    let mut list = amy.follow().await;
    assert_eq!(list.next().await, (order.id, Status::Placed));
    let other = amy.place(&["honey"]).await;
    // More changes than are kept for a reader.
    for _ in 0..300 {
        shop.store().announce(&other);
    }
    river.call::<Order>("change_status", (order.id, "packed")).await.unwrap();
    let mut latest = std::collections::HashMap::new();
    while latest.get(&order.id) != Some(&Status::Packed) || !latest.contains_key(&other.id) {
        let (id, status) = list.next().await;
        latest.insert(id, status);
    }
}

#[tokio::test]
async fn live_lists_end_with_the_program() {
    let shop = Shop::open().await;
    let amy = shop.page("amy");
    let mut list = amy.follow().await;
    shop.store().end_changes();
    assert!(list.has_ended().await);
}

#[tokio::test]
async fn all_who_look_at_an_order_hear_of_its_changes_and_nobody_else() {
    let shop = Shop::open().await;
    let (amy, river) = (shop.page("amy"), shop.page("river"));
    let order = amy.place(&["assam"]).await;
    let other = amy.place(&["assam"]).await;
    amy.call::<Value>("open_order", (order.id,)).await.unwrap();
    river.call::<Order>("change_status", (other.id, "packed")).await.unwrap();
    river.call::<Order>("change_status", (order.id, "packed")).await.unwrap();
    assert_eq!(amy.changes(), [(order.id, Status::Packed)]);
    amy.call::<()>("close_order", (order.id,)).await.unwrap();
    river.call::<Order>("change_status", (order.id, "shipped")).await.unwrap();
    assert_eq!([amy.changes(), river.changes()], [[], []]);
}

#[tokio::test]
async fn reports_are_for_staff() {
    let shop = Shop::open().await;
    let amy = shop.page("amy");
    for (method, args) in [("stock_forecast", json!([30, null])), ("export_orders", json!([null]))] {
        assert_eq!(amy.call::<Value>(method, args).await.unwrap_err().code, "forbidden");
    }
}

/// Attaches the bytes of the page's object 7. References are written as JSON, because `call` sends only data.
async fn attach(page: &Page, order: u32, name: &str, length: u64) -> Result<Value, CallFailure> {
    let file = format!(r#"{{"__jsStreamReferenceLength":{length},"__jsObjectId":7}}"#);
    let args = format!(r#"[{{"orderId":{order},"name":"{name}","mediaType":"text/plain"}},{file}]"#);
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
    let script = Script::new().page_function(3, move |call| {
        heard.lock().unwrap().push(call.args::<(u32,)>()?.0);
        call.returns(())
    });
    let river = shop.page_with("river", script);
    let forecasts: Vec<Value> = river.call("stock_forecast", (3, PageFunction(3))).await.unwrap();
    assert_eq!(forecasts.len(), 10);
    river.app.settle();
    assert_eq!(*percents.lock().unwrap(), [10, 20, 30, 40, 50, 60, 70, 80, 90, 100]);
}

#[tokio::test]
async fn the_export_has_a_line_for_each_order_with_its_time_as_the_user_reads_it() {
    let shop = Shop::open().await;
    let amy = shop.page("amy");
    for _ in 0..60 {
        amy.place(&["honey"]).await;
    }
    let script = Script::new().method(5, "writeTimes", |call| {
        let (times,) = call.args::<(Vec<String>,)>()?;
        call.returns(times.iter().map(|time| format!("at \"{}\"", time.len())).collect::<Vec<_>>())
    });
    let river = shop.page_with("river", script);
    let stream = river.app.invoke_async("Orders", "export_orders", r#"[{"__jsObjectId":5}]"#).await.unwrap();
    let text = read(&river, serde_json::from_str(&stream).unwrap()).await;
    let lines: Vec<_> = text.split("\r\n").collect();
    assert_eq!((lines.len(), lines[0]), (62, "order,customer,status,placed,articles,total"));
    assert_eq!((lines[1], lines[61]), (r#"60,amy,placed,"at ""20""",1,14.70"#, ""));
    assert!(lines[60].starts_with("1,amy,placed,"));
}

async fn read(page: &Page, stream: RustStream) -> String {
    let chunks: Vec<bytes::Bytes> = page.app.run(stream.read(&page.app).try_collect()).await.unwrap();
    String::from_utf8(chunks.concat()).unwrap()
}
