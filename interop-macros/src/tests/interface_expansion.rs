//! Expansions of `#[js_interface]` on traits.

use expect_test::expect;

use super::snapshot::{expect_code, tokens};
use crate::js_interface::js_interface;

#[test]
fn a_proxy_takes_the_place_of_the_trait() {
    let item = "/// Draws.\npub trait Charts { /// Draws one.\nasync fn draw(&self, data: Vec<f64>) -> Result<Size, \
                JsError>; fn size(&self) -> Answer; fn show_message(&self, text: &str); #[js(send)] fn post(&self) -> \
                Result<(), JsError>; }";
    expect_code(
        js_interface(tokens(""), &tokens(item)),
        &expect![[r#"
        /// Draws.
        #[allow(dead_code)]
        pub struct Charts {
            __target: ::interop_core::__private::js_interface::JsTarget,
        }
        const _: () = {
            use ::interop_core::__private as __i;
            __i::js_proxy! {
                pub Charts "Charts"
            }
        };
        const _: () = {
            use ::interop_core::__private as __i;
            impl Charts {
                /// Draws one.
                #[allow(dead_code)]
                pub fn draw(&self, data: Vec<f64>) -> __i::js_interface::JsCall<Size> {
                    __i::js_interface::outcome::<Result<Size, JsError>>();
                    self.__target
                        .call(
                            "draw",
                            (__i::js_interface::argument(data),),
                            __i::result_kind!(Size),
                        )
                }
                #[allow(dead_code)]
                pub fn size(&self) -> Answer {
                    self.__target
                        .call_sync(
                            "size",
                            (),
                            __i::result_kind!(< Answer as __i::js_interface::JsOutcome > ::Value),
                        )
                }
                #[allow(dead_code)]
                pub fn show_message(&self, text: &str) {
                    ::core::mem::drop(
                        self.__target.send("showMessage", (__i::js_interface::argument(text),)),
                    );
                }
                #[allow(dead_code)]
                pub fn post(&self) -> Result<(), JsError> {
                    __i::js_interface::outcome::<Result<(), JsError>>();
                    __i::js_interface::sent(self.__target.send("post", ()))
                }
            }
            __i::describe_js_interface! {
                "symbol", Charts, "Charts", "Draws.", __i::assembly_name!(); Async "draw",
                "Draws one.", ::core::option::Option::None, [("data", "Vec<f64>", Vec < f64 >)]
                -> ("Result<Size, JsError>", Size); Sync "size", "",
                ::core::option::Option::None, [] -> ("Answer", < Answer as
                __i::js_interface::JsOutcome > ::Value); Send "showMessage", "",
                ::core::option::Option::None, [("text", "&str", & str)] -> ("()", ()); Send
                "post", "", ::core::option::Option::None, [] -> ("Result<(), JsError>", ());
            }
        };
    "#]],
    );
}
