//! References, `This` and `State` have no methods of their own: whatever a user's type calls its methods, they are called.

use interop_core::{InProcess, ObjectReference, State, This, interop_object, js_invokable};

#[derive(Clone, Debug, PartialEq)]
pub struct User {
    name: String,
}

#[interop_object(assembly = "Users")]
impl User {
    #[js_invokable]
    pub fn id(&self) -> String {
        format!("user {}", self.name)
    }

    #[js_invokable]
    pub fn dispose(&self) -> &'static str {
        "thrown away"
    }

    pub fn is_disposed(&self) -> &'static str {
        "never"
    }

    pub fn new_reference(&self) -> Self {
        self.clone()
    }

    pub fn into_inner(&self) -> &str {
        &self.name
    }

    pub fn tracked(&self) -> u8 {
        1
    }

    pub fn reference(&self) -> u8 {
        2
    }

    pub fn resolve(&self, name: &str) -> usize {
        name.len()
    }

    #[js_invokable]
    pub fn describe(&self, this: This<Self>) -> (String, Option<u64>) {
        assert_eq!(this.dispose(), "thrown away");
        assert_eq!(this.is_disposed(), "never");
        assert_eq!(this.into_inner(), "Amy");
        assert_eq!(this.new_reference(), *self);
        assert_eq!((this.tracked(), this.reference(), this.resolve("abc")), (1, 2, 3));
        assert!(!ObjectReference::is_disposed(&this));
        let reference: ObjectReference<Self> = this.clone();
        (this.id(), ObjectReference::id(&reference))
    }
}

#[js_invokable(assembly = "Users")]
pub fn name(user: State<User>) -> String {
    user.new_reference().into_inner().to_owned()
}

fn main() {
    let user = ObjectReference::new(User { name: "Amy".to_owned() });
    assert_eq!(user.id(), "user Amy");
    assert_eq!(user.dispose(), "thrown away");
    assert_eq!(user.is_disposed(), "never");
    assert_eq!(user.new_reference(), User { name: "Amy".to_owned() });
    assert_eq!(user.into_inner(), "Amy");
    assert_eq!((user.tracked(), user.reference(), user.resolve("abc")), (1, 2, 3));
    assert!(!ObjectReference::is_disposed(&user));

    let app = InProcess::builder().state(User { name: "Bob".to_owned() }).build();
    assert_eq!(app.invoke("Users", "name", "[]").unwrap(), r#""Bob""#);
    let described: (String, Option<u64>) = app.object(&user).call("describe", ()).unwrap();
    assert_eq!(described, ("user Amy".to_owned(), Some(1)));
}
