//! Club Med's errors, with messages in English or French.

use axum::{
    Json,
    http::{HeaderMap, HeaderValue, StatusCode, header},
    response::{IntoResponse, Response},
};
use serde_json::{Value, json};

use crate::{database::internal_error, switches::KeySpelling};

/// The language of the messages: French if `accept-language` begins with `fr`, otherwise English.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Language {
    English,
    French,
}

impl Language {
    pub(super) fn from_headers(headers: &HeaderMap) -> Self {
        let tag = headers.get(header::ACCEPT_LANGUAGE).map(HeaderValue::as_bytes).unwrap_or_default();
        if tag.starts_with(b"fr") { Self::French } else { Self::English }
    }
}

/// An invalid value in a request.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct InvalidValue {
    /// The path of the value, as in `phones[0].number`.
    pub(super) key: String,
    pub(super) reason: Reason,
    /// Addresses that are valid instead.
    pub(super) valid_values: Vec<Value>,
}

impl InvalidValue {
    pub(super) fn new(key: impl Into<String>, reason: Reason) -> Self {
        Self { key: key.into(), reason, valid_values: Vec::new() }
    }
}

/// The reason for which a value is invalid.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Reason {
    Missing,
    NotString,
    NotBoolean,
    NotObject,
    NotArray,
    Null,
    TooLong(usize),
    NotOneOf(&'static [&'static str]),
    UnknownCivility,
    NotADate,
    NotAnEmail,
    NotACountry,
    NotALanguage,
    NotACustomerId,
    NotADateFormat,
    Repeated,
    ReadOnly,
    Unknown,
    UnknownLocale,
    UnknownStreet,
    UnknownCity,
    WrongZipCode,
}

impl Reason {
    fn code(self) -> &'static str {
        match self {
            Self::Missing => "MISSING",
            Self::NotString | Self::NotBoolean | Self::NotObject | Self::NotArray => "WRONG_TYPE",
            Self::Null => "NOT_NULLABLE",
            Self::TooLong(_) => "TOO_LONG",
            Self::NotOneOf(_) | Self::UnknownCivility | Self::UnknownLocale => "UNKNOWN_VALUE",
            Self::NotADate
            | Self::NotAnEmail
            | Self::NotACountry
            | Self::NotALanguage
            | Self::NotACustomerId
            | Self::NotADateFormat
            | Self::Repeated => "WRONG_FORMAT",
            Self::ReadOnly => "READ_ONLY",
            Self::Unknown => "UNKNOWN_MEMBER",
            Self::UnknownStreet | Self::UnknownCity | Self::WrongZipCode => "UNKNOWN_ADDRESS",
        }
    }

    fn message(self, language: Language) -> String {
        let message = |english: &str, french: &str| match language {
            Language::English => english.to_owned(),
            Language::French => french.to_owned(),
        };
        match self {
            Self::Missing => message("This value is required.", "Cette valeur est obligatoire."),
            Self::NotString => message("This value must be a text.", "Cette valeur doit être un texte."),
            Self::NotBoolean => {
                message("This value must be true or false.", "Cette valeur doit être true ou false.")
            }
            Self::NotObject => message("This value must be an object.", "Cette valeur doit être un objet."),
            Self::NotArray => message("This value must be a list.", "Cette valeur doit être une liste."),
            Self::Null => message("This value cannot be null.", "Cette valeur ne peut pas être null."),
            Self::TooLong(limit) => message(
                &format!("This value may have {limit} characters at most."),
                &format!("Cette valeur ne peut pas dépasser {limit} caractères."),
            ),
            Self::NotOneOf(values) => message(
                &format!("This value must be one of {}.", values.join(", ")),
                &format!("Cette valeur doit être l’une de {}.", values.join(", ")),
            ),
            Self::UnknownCivility => message("This title is not known.", "Cette civilité n’est pas connue."),
            Self::NotADate => message(
                "This must be a date that exists, as 19840131 or 1984-01-31.",
                "Cette valeur doit être une date qui existe, sous la forme 19840131 ou 1984-01-31.",
            ),
            Self::NotAnEmail => {
                message("This is not an email address.", "Ce n’est pas une adresse électronique.")
            }
            Self::NotACountry => message(
                "This must be the two-letter code of a country, in capitals.",
                "Cette valeur doit être le code d’un pays en deux lettres capitales.",
            ),
            Self::NotALanguage => message(
                "This must be the code of a language, in capitals.",
                "Cette valeur doit être le code d’une langue en capitales.",
            ),
            Self::NotACustomerId => message(
                "A customer's id has digits only and begins with none but 1 to 9.",
                "L’identifiant d’un client n’a que des chiffres et ne commence pas par 0.",
            ),
            Self::NotADateFormat => {
                message("This must be Y-m-d or ISO.", "Cette valeur doit être Y-m-d ou ISO.")
            }
            Self::Repeated => message("This may be said once only.", "Ceci ne peut être dit qu’une fois."),
            Self::ReadOnly => {
                message("This value cannot be changed.", "Cette valeur ne peut pas être modifiée.")
            }
            Self::Unknown => message("This member is not known.", "Ce champ n’est pas connu."),
            Self::UnknownLocale => message(
                "This must be one of the tags that /v0/locales lists.",
                "Cette valeur doit être l’une de celles que donne /v0/locales.",
            ),
            Self::UnknownStreet => {
                message("We do not know this street.", "Nous ne connaissons pas cette rue.")
            }
            Self::UnknownCity => message("We do not know this city.", "Nous ne connaissons pas cette ville."),
            Self::WrongZipCode => {
                message("This is not a postcode of that country.", "Ce n’est pas un code postal de ce pays.")
            }
        }
    }
}

/// An error response, independent of its language.
#[derive(Debug)]
pub(super) struct Error {
    pub(super) status: StatusCode,
    pub(super) detail: Detail,
}

/// The details of an error beside its status.
#[derive(Debug)]
pub(super) enum Detail {
    /// No details: the status selects the message.
    None,
    InvalidApiKey,
    InvalidToken,
    ExpiredToken,
    NotJson,
    /// The token cannot create a customer, or has already created one.
    CannotCreate,
    InvalidValues(Vec<InvalidValue>),
    /// The `errors` of a configured fault.
    Custom(Value),
}

impl Error {
    pub(super) fn new(status: StatusCode, detail: Detail) -> Self {
        Self { status, detail }
    }

    /// Returns an error without details.
    pub(super) fn from_status(status: StatusCode) -> Self {
        Self::new(status, Detail::None)
    }

    /// Returns a 400 that lists all invalid values.
    pub(super) fn invalid_values(values: Vec<InvalidValue>) -> Self {
        Self::new(StatusCode::BAD_REQUEST, Detail::InvalidValues(values))
    }

    /// Returns a 400 for one invalid value.
    pub(super) fn invalid_value(key: &str, reason: Reason) -> Self {
        Self::invalid_values(vec![InvalidValue::new(key, reason)])
    }

    /// Returns the response.
    pub(super) fn into_response(self, language: Language, spelling: KeySpelling) -> Response {
        let mut body = json!({
            "status_code": self.status.as_u16(),
            "error": self.status.canonical_reason().unwrap_or("Error"),
            "error_description": description(self.status, &self.detail, language),
        });
        match self.detail {
            Detail::InvalidValues(values) => {
                body["errors"] =
                    values.into_iter().map(|value| error_object(value, language, spelling)).collect();
            }
            Detail::Custom(errors) => body["errors"] = errors,
            Detail::None
            | Detail::InvalidApiKey
            | Detail::InvalidToken
            | Detail::ExpiredToken
            | Detail::NotJson
            | Detail::CannotCreate => {}
        }
        let mut response = (self.status, Json(body)).into_response();
        if self.status == StatusCode::UNAUTHORIZED {
            response.headers_mut().insert(header::WWW_AUTHENTICATE, HeaderValue::from_static("Bearer"));
        }
        response
    }
}

impl From<rusqlite::Error> for Error {
    fn from(error: rusqlite::Error) -> Self {
        Self::from_status(internal_error(&error))
    }
}

fn error_object(invalid: InvalidValue, language: Language, spelling: KeySpelling) -> Value {
    let key = match spelling {
        KeySpelling::Dotted => invalid.key,
        KeySpelling::Leaf => invalid.key.rsplit('.').next().unwrap_or_default().to_owned(),
        KeySpelling::Pointer => format!("/{}", invalid.key.replace(['.', '['], "/").replace(']', "")),
    };
    let mut object = json!({
        "error_code": invalid.reason.code(),
        "concerned_key": key,
        "error_description": invalid.reason.message(language),
    });
    if !invalid.valid_values.is_empty() {
        object["valid_values"] = invalid.valid_values.into();
    }
    object
}

/// Returns the message of the whole error.
fn description(status: StatusCode, detail: &Detail, language: Language) -> &'static str {
    let (english, french) = match detail {
        Detail::InvalidApiKey => {
            ("The x-api-key is missing or not known.", "La clé x-api-key manque ou n’est pas connue.")
        }
        Detail::InvalidToken => ("The token is missing or not known.", "Le jeton manque ou n’est pas connu."),
        Detail::ExpiredToken => ("The token has expired.", "Le jeton a expiré."),
        Detail::NotJson => ("The body is not a JSON object.", "Le corps n’est pas un objet JSON."),
        Detail::CannotCreate => (
            "This token may not create a customer, or has created one already.",
            "Ce jeton ne permet pas de créer un client, ou en a déjà créé un.",
        ),
        Detail::None | Detail::InvalidValues(_) | Detail::Custom(_) => match status.as_u16() {
            400 => ("The request is invalid or incomplete.", "La requête est invalide ou incomplète."),
            401 => ("The token is missing or invalid.", "Le jeton manque ou n’est pas valable."),
            403 => (
                "Access to this customer is denied in this context.",
                "L’accès à ce client est refusé dans ce contexte.",
            ),
            404 => ("Resource not found.", "Ressource introuvable."),
            405 => {
                ("This resource does not know this method.", "Cette ressource ne connaît pas cette méthode.")
            }
            412 => {
                ("The profile has changed since it was read.", "Le profil a changé depuis qu’il a été lu.")
            }
            413 => ("The body is too large.", "Le corps est trop grand."),
            415 => ("The body must be application/json.", "Le corps doit être de type application/json."),
            429 => ("Too many requests; try again later.", "Trop de requêtes ; réessayez plus tard."),
            _ => ("The server failed.", "Le serveur a échoué."),
        },
    };
    match language {
        Language::English => english,
        Language::French => french,
    }
}

/// Returns an error for a configured fault or an unknown route.
pub(super) fn error_response(status: StatusCode, headers: &HeaderMap, errors: Option<Value>) -> Response {
    let detail = errors.map_or(Detail::None, Detail::Custom);
    Error::new(status, detail).into_response(Language::from_headers(headers), KeySpelling::Dotted)
}
