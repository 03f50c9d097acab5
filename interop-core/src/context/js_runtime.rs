use crate::argument::{ArgumentSource, FromArgument};
use crate::js::JsRuntime;
use crate::threading::Shared;

#[diagnostic::do_not_recommend]
impl<'c> FromArgument<'c> for JsRuntime {
    const IS_ARGUMENT: bool = false;

    fn take<S: ArgumentSource<'c>>(source: &mut S) -> Result<Self, S::Error> {
        Ok(Self::new(Shared::downgrade(source.call().circuit)))
    }
}
