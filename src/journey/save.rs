//! A save, from the patch to the proof: send, read back, compare.

use super::News;
use crate::{
    api::Api,
    domain::{Changes, CustomerId, Line, Profile, Record, Unit, between},
    failure::Failure,
};

/// What a save came to.
pub(super) struct Saved {
    /// What the customer is told.
    pub(super) news: News,
    /// The profile as the vendor holds it now, where it could be read.
    pub(super) profile: Option<Profile>,
}

/// Sends a change and reads the profile back: the answer to the change holds no state.
///
/// # Errors
/// When the change was not accepted, or when nobody knows.
pub(super) async fn save(
    api: &Api,
    customer: &CustomerId,
    loaded: &Record,
    changes: &Changes,
    force_address: bool,
) -> Result<Saved, Failure> {
    api.update(customer, changes, None, force_address).await?;
    Ok(match api.view(customer).await {
        Ok(profile) => {
            let different = missing(loaded, changes, &profile.record);
            let news = if different.is_empty() { News::Saved } else { News::SavedDifferently(different) };
            Saved { news, profile: Some(profile) }
        }
        Err(_) => Saved { news: News::SavedUnread, profile: None },
    })
}

/// The units a change asks for that `stored` does not hold: after a save what the vendor kept otherwise, after
/// an unknown outcome what was not carried out.
pub(super) fn missing(loaded: &Record, changes: &Changes, stored: &Record) -> Vec<Unit> {
    let mut asked = changes.apply(loaded);
    // The country's label is the vendor's to fill in.
    if let (Some(asked), Some(stored)) = (&mut asked.address, &stored.address)
        && asked.lines[Line::Country].is_none()
    {
        asked.lines[Line::Country] = stored.lines[Line::Country].clone();
    }
    let difference = between(&asked, stored);
    changes.units().filter(|unit| difference.touches(*unit)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::{Address, Text};

    #[test]
    fn what_the_vendor_kept_otherwise_is_named() {
        let loaded = Record::default();
        let mut wanted = loaded.clone();
        wanted.texts[Text::FirstName] = Some("tom".into());
        wanted.texts[Text::LastName] = Some("Smith".into());
        let mut stored = wanted.clone();
        stored.texts[Text::FirstName] = Some("TOM".into());
        stored.texts[Text::Email] = Some("somebody@example.com".into());
        let changes = between(&loaded, &wanted);
        assert_eq!(missing(&loaded, &changes, &stored), [Unit::Text(Text::FirstName)]);
    }

    #[test]
    fn a_country_label_the_vendor_filled_in_is_no_difference() {
        let loaded = Record::default();
        let mut address = Address::default();
        address.lines[Line::CountryCode] = Some("FR".into());
        let wanted = Record { address: Some(address.clone()), ..Record::default() };
        address.lines[Line::Country] = Some("FRANCE".into());
        let stored = Record { address: Some(address), ..Record::default() };
        assert_eq!(missing(&loaded, &between(&loaded, &wanted), &stored), []);
    }
}
