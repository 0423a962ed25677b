//! The profile in the response to the loader's early request.

use crate::{
    config::Config,
    domain::{CustomerId, Field, Profile},
    i18n::LanguageTag,
    transport::{absolute_url, receive},
    vendor_api::{self, Operation, RequestContext},
};

/// A request that the loader sent before the app, and a copy of its response, which only the preview reads.
pub(crate) struct EarlyResponse {
    /// The absolute URL of the request.
    pub(crate) url: String,
    /// The `accept-language` of the request.
    pub(crate) language: String,
    pub(crate) response: web_sys::Response,
}

impl EarlyResponse {
    /// Reads the profile of a customer in this language; `None` if it is the response to another request, or has none. A
    /// profile that cannot be edited has a page of its own and no preview: the code that reads it is in a chunk.
    pub(crate) async fn profile(
        self,
        config: &Config,
        customer: &CustomerId,
        language: &LanguageTag,
    ) -> Option<Profile> {
        let Config { vendor, base_url, query, .. } = config;
        // Neither credential is in the URL.
        let (language, token, api_key) = (language.as_str(), "", "");
        let access = RequestContext { base_url, token, api_key, language, query };
        let request = vendor_api::request(*vendor, Operation::View(customer), access)?;
        let is_same = absolute_url(&request.url) == self.url && language == self.language;
        if !is_same || !vendor.writes_any(Field::all()) {
            return None;
        }
        let response = receive(self.response).await?;
        vendor_api::read_profile_async(*vendor, query, &response).await.ok()
    }
}
