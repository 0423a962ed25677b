//! The routes of the app, to and from the fragment of the page's address.

use crate::{
    domain::{CustomerId, EditScope},
    http::segment,
};

/// A route: a page of the app, or a row of the profile that is edited.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Route {
    /// The profile of a customer, read only.
    Profile(CustomerId),
    /// The form of one row or section of the profile.
    Edit(CustomerId, EditScope),
    /// The change to a row or section, before it is sent.
    Review(CustomerId, EditScope),
    /// The form of a new customer.
    Create,
    /// The answers of a new customer, before they are sent.
    Answers,
}

impl Route {
    /// Returns the route of a customer's form, or of the profile without a scope.
    pub fn of_customer(customer: CustomerId, scope: Option<EditScope>) -> Route {
        match scope {
            Some(scope) => Route::Edit(customer, scope),
            None => Route::Profile(customer),
        }
    }

    /// Returns the customer of the route; `None` for a new one.
    pub fn customer(&self) -> Option<&CustomerId> {
        match self {
            Route::Profile(customer) | Route::Edit(customer, _) | Route::Review(customer, _) => {
                Some(customer)
            }
            Route::Create | Route::Answers => None,
        }
    }

    /// Returns what is edited; `None` on the profile, and for a new customer.
    pub fn scope(&self) -> Option<EditScope> {
        match self {
            Route::Edit(_, scope) | Route::Review(_, scope) => Some(*scope),
            Route::Profile(_) | Route::Create | Route::Answers => None,
        }
    }

    /// Returns the form that a review belongs to; other routes as they are.
    pub fn form(self) -> Route {
        match self {
            Route::Review(customer, scope) => Route::Edit(customer, scope),
            Route::Answers => Route::Create,
            route @ (Route::Profile(_) | Route::Edit(..) | Route::Create) => route,
        }
    }

    /// Whether the route is the review of what was typed.
    pub fn is_review(&self) -> bool {
        matches!(self, Route::Review(..) | Route::Answers)
    }

    /// Returns the fragment of the route, with its `#`. The customer's id is the only value in it, and a fragment is
    /// never sent to a server.
    ///
    /// ```
    /// use carnet::{domain::{CustomerId, EditScope, FieldGroup}, route::Route};
    ///
    /// let customer = CustomerId::parse("123").expect("an id");
    /// let route = Route::Edit(customer.clone(), EditScope::Row(FieldGroup::Email));
    /// assert_eq!(route.fragment(), "#/customers/123/edit/email");
    /// assert_eq!(Route::parse("#/customers/123/edit/email", Some(&customer)), Some(route));
    /// ```
    pub fn fragment(&self) -> String {
        match self {
            Route::Profile(customer) => format!("#/customers/{}", segment(customer.as_str())),
            Route::Edit(customer, scope) => {
                format!("#/customers/{}/edit/{}", segment(customer.as_str()), scope.slug())
            }
            Route::Create => "#/create".to_owned(),
            Route::Review(..) | Route::Answers => format!("{}/review", self.clone().form().fragment()),
        }
    }

    /// Parses a fragment; `None` if it is that of another customer, or not of a route.
    pub fn parse(fragment: &str, customer: Option<&CustomerId>) -> Option<Route> {
        let Some(customer) = customer else {
            return [Route::Create, Route::Answers].into_iter().find(|route| route.fragment() == fragment);
        };
        let rest = fragment.strip_prefix(&Route::Profile(customer.clone()).fragment())?;
        if rest.is_empty() {
            return Some(Route::Profile(customer.clone()));
        }
        let slug = rest.strip_prefix("/edit/")?;
        Some(match slug.strip_suffix("/review") {
            Some(slug) => Route::Review(customer.clone(), EditScope::parse(slug)?),
            None => Route::Edit(customer.clone(), EditScope::parse(slug)?),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parse_with_own_fragment_returns_the_route() {
        let customer = CustomerId::parse("123456789").expect("an id");
        let mut routes = vec![Route::Profile(customer.clone())];
        for scope in EditScope::all() {
            routes.push(Route::Edit(customer.clone(), scope));
            routes.push(Route::Review(customer.clone(), scope));
        }
        for route in routes {
            assert_eq!(Route::parse(&route.fragment(), Some(&customer)), Some(route));
        }
        for route in [Route::Create, Route::Answers] {
            assert_eq!(Route::parse(&route.fragment(), None), Some(route));
        }
    }

    #[test]
    fn parse_with_other_fragment_returns_none() {
        let customer = CustomerId::parse("123").expect("an id");
        for fragment in [
            "",
            "#/",
            "#/customers/1234",
            "#/customers/124",
            "#/customers/123/edit/nothing",
            "#/customers/123/review",
            "#/customers/123/edit/review",
        ] {
            assert_eq!(Route::parse(fragment, Some(&customer)), None, "{fragment}");
        }
    }
}
