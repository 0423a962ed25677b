//! The fragment of an address: it leads to a route of this customer, and the route has that fragment.
//!
//! The first line of the input is the customer's id, the second one the fragment.

use carnet::{
    domain::{CustomerId, EditScope},
    route::Route,
};

pub(crate) fn check(text: &str) {
    let (id, fragment) = text.split_once('\n').unwrap_or((text, ""));
    let customer = CustomerId::parse(id);
    if let Some(route) = Route::parse(fragment, customer.as_ref()) {
        assert_eq!(route.fragment(), fragment);
        assert_eq!(route.customer(), customer.as_ref(), "no fragment leads to another customer");
    }
    for route in routes(customer.clone()) {
        let fragment = route.fragment();
        let is_plain = |byte: u8| byte.is_ascii_alphanumeric() || b"-_~%/".contains(&byte);
        assert!(fragment.strip_prefix('#').is_some_and(|rest| rest.bytes().all(is_plain)), "{fragment}");
        assert_eq!(Route::parse(&fragment, customer.as_ref()), Some(route));
    }
}

/// Every route of a customer, or of a new one.
fn routes(customer: Option<CustomerId>) -> Vec<Route> {
    let Some(customer) = customer else { return vec![Route::Create, Route::Answers] };
    let of = |scope| [Route::Edit(customer.clone(), scope), Route::Review(customer.clone(), scope)];
    EditScope::all().flat_map(of).chain([Route::Profile(customer.clone())]).collect()
}
