//! The routes of the app, to and from the fragment of the page's address.

use crate::{
    domain::{CustomerId, Section},
    http::segment,
};

/// A route: a page of the app.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Route {
    /// The profile of a customer, read only.
    Profile(CustomerId),
    /// The form of one section of the profile.
    Edit(CustomerId, Section),
    /// The form of a new customer.
    Create,
}

impl Route {
    /// Returns the customer of the route; `None` for a new one.
    pub fn customer(&self) -> Option<&CustomerId> {
        match self {
            Route::Profile(customer) | Route::Edit(customer, _) => Some(customer),
            Route::Create => None,
        }
    }

    /// Returns the section of the form; `None` without one.
    pub fn section(&self) -> Option<Section> {
        if let Route::Edit(_, section) = self { Some(*section) } else { None }
    }

    /// Returns the fragment of the route, with its `#`. The customer's id is the only value in it, and a fragment is
    /// never sent to a server.
    ///
    /// ```
    /// use carnet::{domain::{CustomerId, Section}, route::Route};
    ///
    /// let customer = CustomerId::parse("123").expect("an id");
    /// let route = Route::Edit(customer.clone(), Section::Contact);
    /// assert_eq!(route.fragment(), "#/customers/123/edit/contact");
    /// assert_eq!(Route::parse("#/customers/123/edit/contact", Some(&customer)), Some(route));
    /// ```
    pub fn fragment(&self) -> String {
        match self {
            Route::Profile(customer) => format!("#/customers/{}", segment(customer.as_str())),
            Route::Edit(customer, section) => {
                format!("#/customers/{}/edit/{}", segment(customer.as_str()), section.slug())
            }
            Route::Create => "#/create".to_owned(),
        }
    }

    /// Parses a fragment; `None` if it is that of another customer, or not of a route.
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
    fn parse_with_own_fragment_returns_the_route() {
        let customer = CustomerId::parse("123456789").expect("an id");
        let mut routes = vec![Route::Profile(customer.clone())];
        routes.extend(Section::ALL.iter().map(|section| Route::Edit(customer.clone(), *section)));
        for route in routes {
            assert_eq!(Route::parse(&route.fragment(), Some(&customer)), Some(route));
        }
        assert_eq!(Route::parse("#/create", None), Some(Route::Create));
    }

    #[test]
    fn parse_with_other_fragment_returns_none() {
        let customer = CustomerId::parse("123").expect("an id");
        for fragment in ["", "#/", "#/customers/1234", "#/customers/124", "#/customers/123/edit/nothing"] {
            assert_eq!(Route::parse(fragment, Some(&customer)), None, "{fragment}");
        }
    }
}
