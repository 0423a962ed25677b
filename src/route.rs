//! Where the customer is: one table out to a fragment, one table in from it.

use crate::{
    domain::{CustomerId, Section},
    http::segment,
};

/// A place in the app.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Route {
    /// The profile of a customer, to look at.
    Profile(CustomerId),
    /// One section of it, to change.
    Edit(CustomerId, Section),
    /// The making of a new customer.
    Create,
}

impl Route {
    /// The customer it is about.
    pub fn customer(&self) -> Option<&CustomerId> {
        match self {
            Route::Profile(customer) | Route::Edit(customer, _) => Some(customer),
            Route::Create => None,
        }
    }

    /// The section that is open, where one is.
    pub fn section(&self) -> Option<Section> {
        if let Route::Edit(_, section) = self { Some(*section) } else { None }
    }

    /// The fragment that leads here, with its `#`. The customer's id is all it holds of them, and a fragment
    /// is never sent to a server.
    pub fn fragment(&self) -> String {
        match self {
            Route::Profile(customer) => format!("#/customers/{}", segment(customer.as_str())),
            Route::Edit(customer, section) => {
                format!("#/customers/{}/edit/{}", segment(customer.as_str()), section.slug())
            }
            Route::Create => "#/create".to_owned(),
        }
    }

    /// Where a fragment leads for this customer; `None` if it is another's, or no fragment of ours.
    pub fn parse(fragment: &str, customer: Option<&CustomerId>) -> Option<Route> {
        let Some(customer) = customer else {
            return (fragment == "#/create").then_some(Route::Create);
        };
        let rest = fragment.strip_prefix(&Route::Profile(customer.clone()).fragment())?;
        if rest.is_empty() {
            return Some(Route::Profile(customer.clone()));
        }
        let section = Section::parse(rest.strip_prefix("/edit/")?)?;
        Some(Route::Edit(customer.clone(), section))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_route_is_found_again_by_its_fragment() {
        let customer = CustomerId::parse("123456789").expect("an id");
        let mut routes = vec![Route::Profile(customer.clone())];
        routes.extend(Section::ALL.iter().map(|section| Route::Edit(customer.clone(), *section)));
        for route in routes {
            assert_eq!(Route::parse(&route.fragment(), Some(&customer)), Some(route));
        }
        assert_eq!(Route::parse("#/create", None), Some(Route::Create));
    }

    #[test]
    fn a_fragment_leads_nowhere_but_to_its_own_customer() {
        let customer = CustomerId::parse("123").expect("an id");
        for fragment in ["", "#/", "#/customers/1234", "#/customers/124", "#/customers/123/edit/nothing"] {
            assert_eq!(Route::parse(fragment, Some(&customer)), None, "{fragment}");
        }
    }
}
