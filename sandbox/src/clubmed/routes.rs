//! The routes under `/clubmed`.

use std::{future::Future, sync::Arc};

use axum::{
    Json, Router,
    body::Bytes,
    extract::{Path, State, rejection::PathRejection},
    http::{HeaderMap, HeaderValue, StatusCode, Uri, header},
    middleware::from_fn_with_state,
    response::{IntoResponse, Response},
    routing::{get, patch, post},
};
use serde_json::{Map, Value, json};

use super::{
    auth::{Caller, check_anonymous},
    create,
    error::{Detail, Error, Language, Reason, error_response},
    reference,
    response::{self, DateFormat},
    store,
    update::apply,
    validate::{Operation, validate},
};
use crate::{
    middleware::handle_vendor_request,
    request::{Query, RepeatedParameter, base_url},
    state::AppState,
    switches::{Etag, PatchResponse, ProfileKeys},
    vendor::Vendor,
};

type SharedState = State<Arc<AppState>>;
type CustomerId = Result<Path<String>, PathRejection>;

pub(crate) fn routes(state: &Arc<AppState>) -> Router<Arc<AppState>> {
    Router::new()
        .route("/v2/customers/{customer_id}/profile", get(read_profile))
        .route("/v1/customers/{customer_id}/profile", patch(update_profile))
        .route("/v1/customers", post(create_customer))
        .route("/v0/civilities", get(list_civilities))
        .route("/v0/locales", get(list_locales))
        .fallback(async |headers: HeaderMap| error_response(StatusCode::NOT_FOUND, &headers, None))
        .method_not_allowed_fallback(async |headers: HeaderMap| {
            error_response(StatusCode::METHOD_NOT_ALLOWED, &headers, None)
        })
        .layer(from_fn_with_state((Arc::clone(state), Vendor::ClubMed), handle_vendor_request))
}

async fn read_profile(State(state): SharedState, id: CustomerId, uri: Uri, headers: HeaderMap) -> Response {
    // An id that is not valid UTF-8 becomes an empty one, which the id check rejects like any other invalid id.
    let id = id.map(|Path(id)| id).unwrap_or_default();
    respond(&state, &headers, async {
        let caller = Caller::from_headers(&headers, state.accepts_development_token)?;
        let dates = DateFormat::parse(query_parameter(&uri, "date_format")?.as_deref())?;
        let switches = state.switches().clone();
        let base_url = base_url(&headers);
        let customer_id = id.clone();
        let row = state.db.run(move |connection| caller.find_customer(connection, &customer_id)).await?;
        let profile = response::build(&id, &row.profile, switches.body, dates, &base_url);
        let mut response = Json(profile).into_response();
        if switches.etag == Etag::On {
            response.headers_mut().insert(header::ETAG, etag(&id, row.version));
        }
        Ok(response)
    })
    .await
}

async fn update_profile(
    State(state): SharedState,
    id: CustomerId,
    uri: Uri,
    headers: HeaderMap,
    body: Bytes,
) -> Response {
    let id = id.map(|Path(id)| id).unwrap_or_default();
    respond(&state, &headers, async {
        let caller = Caller::from_headers(&headers, state.accepts_development_token)?;
        let force_address = force_address(&uri)?;
        let switches = state.switches().clone();
        let base_url = base_url(&headers);
        let headers = headers.clone();
        let updated = state.db.run(move |connection| {
            let row = caller.find_customer(connection, &id)?;
            let body = json_object(&headers, &body)?;
            if switches.etag == Etag::On && !if_match_allows(&headers, &etag(&id, row.version)) {
                return Err(Error::from_status(StatusCode::PRECONDITION_FAILED));
            }
            let patch =
                validate(body, Operation::Patch, &row.profile, &switches).map_err(Error::invalid_values)?;
            let updated = apply(&row.profile, patch, force_address, &switches)?;
            if updated != row.profile {
                store::save(connection, &id, &updated)?;
            }
            Ok(match switches.patch_answer {
                PatchResponse::NoContent => None,
                PatchResponse::Profile => {
                    let dates = DateFormat::Compact;
                    Some(response::build(&id, &updated, ProfileKeys::Full, dates, &base_url))
                }
            })
        });
        Ok(match updated.await? {
            None => StatusCode::NO_CONTENT.into_response(),
            Some(profile) => Json(profile).into_response(),
        })
    })
    .await
}

async fn create_customer(State(state): SharedState, uri: Uri, headers: HeaderMap, body: Bytes) -> Response {
    respond(&state, &headers, async {
        let caller = Caller::from_headers(&headers, state.accepts_development_token)?;
        let force_address = force_address(&uri)?;
        let switches = state.switches().clone();
        let headers = headers.clone();
        let created = state.db.run(move |connection| {
            // Before the body is parsed: an invalid token is an error even if the body is invalid too.
            caller.scope(connection)?;
            create::create(connection, &caller, json_object(&headers, &body)?, force_address, &switches)
        });
        Ok((StatusCode::CREATED, Json(created.await?)).into_response())
    })
    .await
}

async fn list_civilities(State(state): SharedState, headers: HeaderMap) -> Response {
    respond(&state, &headers, async {
        let locale = check_anonymous(&headers)?;
        Ok(Json(reference::civilities(&locale)).into_response())
    })
    .await
}

async fn list_locales(State(state): SharedState, headers: HeaderMap) -> Response {
    respond(&state, &headers, async {
        check_anonymous(&headers)?;
        Ok(Json(json!(reference::LOCALES)).into_response())
    })
    .await
}

/// Awaits a handler. An error becomes a response in the language of `accept-language`.
async fn respond(
    state: &AppState,
    headers: &HeaderMap,
    handler: impl Future<Output = Result<Response, Error>>,
) -> Response {
    match handler.await {
        Ok(response) => response,
        Err(error) => {
            let spelling = state.switches().concerned_key;
            error.into_response(Language::from_headers(headers), spelling)
        }
    }
}

/// Parses the body as a JSON object.
fn json_object(headers: &HeaderMap, body: &[u8]) -> Result<Map<String, Value>, Error> {
    let content_type =
        headers.get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or_default();
    let essence = content_type.split(';').next().unwrap_or_default().trim();
    if !essence.eq_ignore_ascii_case("application/json") {
        return Err(Error::from_status(StatusCode::UNSUPPORTED_MEDIA_TYPE));
    }
    serde_json::from_slice(body).map_err(|_| Error::new(StatusCode::BAD_REQUEST, Detail::NotJson))
}

fn force_address(uri: &Uri) -> Result<bool, Error> {
    match query_parameter(uri, "force_address")?.as_deref() {
        None | Some("false") => Ok(false),
        Some("true") => Ok(true),
        Some(_) => Err(Error::invalid_value("force_address", Reason::NotBoolean)),
    }
}

fn query_parameter(uri: &Uri, name: &str) -> Result<Option<String>, Error> {
    let query = Query::parse(uri).ok_or_else(|| Error::from_status(StatusCode::BAD_REQUEST))?;
    let value = query.get(name).map_err(|RepeatedParameter| Error::invalid_value(name, Reason::Repeated))?;
    Ok(value.map(str::to_owned))
}

fn etag(id: &str, version: i64) -> HeaderValue {
    HeaderValue::from_str(&format!("\"{id}-{version}\"")).unwrap_or(HeaderValue::from_static("\"\""))
}

/// Returns whether `if-match` is missing or names the stored version.
fn if_match_allows(headers: &HeaderMap, etag: &HeaderValue) -> bool {
    let Some(expected) = headers.get(header::IF_MATCH) else { return true };
    let (expected, etag) = (expected.to_str().unwrap_or_default(), etag.to_str().unwrap_or_default());
    expected.split(',').map(str::trim).any(|tag| tag == "*" || tag == etag)
}
