//! How Club Med says no: the error body, in English or in French.

use axum::{
    Json,
    http::{HeaderMap, HeaderValue, StatusCode, header},
    response::{IntoResponse, Response},
};
use serde_json::{Value, json};

use crate::{call, switches::KeySpelling};

/// The language of an answer: the one `accept-language` begins with.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Tongue {
    English,
    French,
}

impl Tongue {
    pub(super) fn of(headers: &HeaderMap) -> Self {
        let tag = headers.get(header::ACCEPT_LANGUAGE).map(HeaderValue::as_bytes).unwrap_or_default();
        if tag.starts_with(b"fr") { Self::French } else { Self::English }
    }
}

/// One thing that is wrong, and where.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Problem {
    /// Dotted, as in `phones[0].number`.
    pub(super) key: String,
    pub(super) reason: Reason,
    /// Addresses that would be accepted instead.
    pub(super) valid_values: Vec<Value>,
}

impl Problem {
    pub(super) fn new(key: impl Into<String>, reason: Reason) -> Self {
        Self { key: key.into(), reason, valid_values: Vec::new() }
    }
}

/// Why a value is refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Reason {
    Missing,
    NotText,
    NotBoolean,
    NotObject,
    NotList,
    Null,
    TooLong(usize),
    NotAmong(&'static [&'static str]),
    UnknownCivility,
    NotADate,
    NotAnEmail,
    NotACountry,
    NotALanguage,
    NotACustomerId,
    NotADateFormat,
    Twice,
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
            Self::NotText | Self::NotBoolean | Self::NotObject | Self::NotList => "WRONG_TYPE",
            Self::Null => "NOT_NULLABLE",
            Self::TooLong(_) => "TOO_LONG",
            Self::NotAmong(_) | Self::UnknownCivility | Self::UnknownLocale => "UNKNOWN_VALUE",
            Self::NotADate
            | Self::NotAnEmail
            | Self::NotACountry
            | Self::NotALanguage
            | Self::NotACustomerId
            | Self::NotADateFormat
            | Self::Twice => "WRONG_FORMAT",
            Self::ReadOnly => "READ_ONLY",
            Self::Unknown => "UNKNOWN_MEMBER",
            Self::UnknownStreet | Self::UnknownCity | Self::WrongZipCode => "UNKNOWN_ADDRESS",
        }
    }

    fn sentence(self, tongue: Tongue) -> String {
        let pair = |english: &str, french: &str| match tongue {
            Tongue::English => english.to_owned(),
            Tongue::French => french.to_owned(),
        };
        match self {
            Self::Missing => pair("This value is required.", "Cette valeur est obligatoire."),
            Self::NotText => pair("This value must be a text.", "Cette valeur doit être un texte."),
            Self::NotBoolean => {
                pair("This value must be true or false.", "Cette valeur doit être true ou false.")
            }
            Self::NotObject => pair("This value must be an object.", "Cette valeur doit être un objet."),
            Self::NotList => pair("This value must be a list.", "Cette valeur doit être une liste."),
            Self::Null => pair("This value cannot be null.", "Cette valeur ne peut pas être null."),
            Self::TooLong(most) => pair(
                &format!("This value may have {most} characters at most."),
                &format!("Cette valeur ne peut pas dépasser {most} caractères."),
            ),
            Self::NotAmong(values) => pair(
                &format!("This value must be one of {}.", values.join(", ")),
                &format!("Cette valeur doit être l’une de {}.", values.join(", ")),
            ),
            Self::UnknownCivility => pair("This title is not known.", "Cette civilité n’est pas connue."),
            Self::NotADate => pair(
                "This must be a date that exists, as 19840131 or 1984-01-31.",
                "Cette valeur doit être une date qui existe, sous la forme 19840131 ou 1984-01-31.",
            ),
            Self::NotAnEmail => {
                pair("This is not an e-mail address.", "Ce n’est pas une adresse électronique.")
            }
            Self::NotACountry => pair(
                "This must be the two-letter code of a country, in capitals.",
                "Cette valeur doit être le code d’un pays en deux lettres capitales.",
            ),
            Self::NotALanguage => pair(
                "This must be the code of a language, in capitals.",
                "Cette valeur doit être le code d’une langue en capitales.",
            ),
            Self::NotACustomerId => pair(
                "A customer's id has digits only and begins with none but 1 to 9.",
                "L’identifiant d’un client n’a que des chiffres et ne commence pas par 0.",
            ),
            Self::NotADateFormat => {
                pair("This must be Y-m-d or ISO.", "Cette valeur doit être Y-m-d ou ISO.")
            }
            Self::Twice => pair("This may be said once only.", "Ceci ne peut être dit qu’une fois."),
            Self::ReadOnly => {
                pair("This value cannot be changed.", "Cette valeur ne peut pas être modifiée.")
            }
            Self::Unknown => pair("This member is not known.", "Ce champ n’est pas connu."),
            Self::UnknownLocale => pair(
                "This must be one of the tags that /v0/locales lists.",
                "Cette valeur doit être l’une de celles que donne /v0/locales.",
            ),
            Self::UnknownStreet => pair("We do not know this street.", "Nous ne connaissons pas cette rue."),
            Self::UnknownCity => pair("We do not know this city.", "Nous ne connaissons pas cette ville."),
            Self::WrongZipCode => {
                pair("This is not a postcode of that country.", "Ce n’est pas un code postal de ce pays.")
            }
        }
    }
}

/// A whole refusal.
#[derive(Debug)]
pub(super) struct Refusal {
    pub(super) status: StatusCode,
    pub(super) detail: Detail,
}

/// What the body of a refusal says beside the status.
#[derive(Debug)]
pub(super) enum Detail {
    Plain,
    NoKey,
    NoToken,
    Expired,
    NotJson,
    Spent,
    Problems(Vec<Problem>),
    /// As ordered through the sandbox.
    Given(Value),
}

impl Refusal {
    pub(super) fn new(status: StatusCode, detail: Detail) -> Self {
        Self { status, detail }
    }

    pub(super) fn plain(status: StatusCode) -> Self {
        Self::new(status, Detail::Plain)
    }

    pub(super) fn of(problems: Vec<Problem>) -> Self {
        Self::new(StatusCode::BAD_REQUEST, Detail::Problems(problems))
    }

    pub(super) fn one(key: &str, reason: Reason) -> Self {
        Self::of(vec![Problem::new(key, reason)])
    }

    pub(super) fn say(self, tongue: Tongue, spelling: KeySpelling) -> Response {
        let mut body = json!({
            "status_code": self.status.as_u16(),
            "error": self.status.canonical_reason().unwrap_or("Error"),
            "error_description": describe(self.status, &self.detail, tongue),
        });
        match self.detail {
            Detail::Problems(problems) => {
                body["errors"] =
                    problems.into_iter().map(|problem| spell(problem, tongue, spelling)).collect();
            }
            Detail::Given(errors) => body["errors"] = errors,
            Detail::Plain
            | Detail::NoKey
            | Detail::NoToken
            | Detail::Expired
            | Detail::NotJson
            | Detail::Spent => {}
        }
        let mut response = (self.status, Json(body)).into_response();
        if self.status == StatusCode::UNAUTHORIZED {
            response.headers_mut().insert(header::WWW_AUTHENTICATE, HeaderValue::from_static("Bearer"));
        }
        response
    }
}

impl From<rusqlite::Error> for Refusal {
    fn from(error: rusqlite::Error) -> Self {
        Self::plain(call::broken(&error))
    }
}

fn spell(problem: Problem, tongue: Tongue, spelling: KeySpelling) -> Value {
    let key = match spelling {
        KeySpelling::Dotted => problem.key,
        KeySpelling::Leaf => problem.key.rsplit('.').next().unwrap_or_default().to_owned(),
        KeySpelling::Pointer => format!("/{}", problem.key.replace(['.', '['], "/").replace(']', "")),
    };
    let mut spelt = json!({
        "error_code": problem.reason.code(),
        "concerned_key": key,
        "error_description": problem.reason.sentence(tongue),
    });
    if !problem.valid_values.is_empty() {
        spelt["valid_values"] = problem.valid_values.into();
    }
    spelt
}

fn describe(status: StatusCode, detail: &Detail, tongue: Tongue) -> &'static str {
    let (english, french) = match detail {
        Detail::NoKey => {
            ("The x-api-key is missing or not known.", "La clé x-api-key manque ou n’est pas connue.")
        }
        Detail::NoToken => ("The token is missing or not known.", "Le jeton manque ou n’est pas connu."),
        Detail::Expired => ("The token has expired.", "Le jeton a expiré."),
        Detail::NotJson => ("The body is not a JSON object.", "Le corps n’est pas un objet JSON."),
        Detail::Spent => (
            "This token may not create a customer, or has created one already.",
            "Ce jeton ne permet pas de créer un client, ou en a déjà créé un.",
        ),
        Detail::Plain | Detail::Problems(_) | Detail::Given(_) => match status.as_u16() {
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
    match tongue {
        Tongue::English => english,
        Tongue::French => french,
    }
}

/// A failure on order.
pub(crate) fn failure(status: StatusCode, headers: &HeaderMap, errors: Option<Value>) -> Response {
    let detail = errors.map_or(Detail::Plain, Detail::Given);
    Refusal::new(status, detail).say(Tongue::of(headers), KeySpelling::Dotted)
}
