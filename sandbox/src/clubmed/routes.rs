//! The routes under `/clubmed`, and how a request becomes a call.

use std::{future::Future, sync::Arc};

use axum::{
    Json, Router,
    body::Bytes,
    extract::{Path, State, rejection::PathRejection},
    http::{HeaderMap, HeaderValue, StatusCode, Uri, header},
    middleware,
    response::{IntoResponse, Response},
    routing::{get, patch, post},
};
use serde_json::{Map, Value, json};

use super::{
    access::{Caller, anyone},
    apply::apply,
    check::{Call, check},
    create, reference,
    refusal::{Detail, Reason, Refusal, Tongue, failure},
    table,
    view::{Dates, view},
};
use crate::{
    call,
    query::{Query, Twice},
    sandbox::Shared,
    switches::{Body, Etag, PatchAnswer},
    vendor::Vendor,
};

type House = State<Arc<Shared>>;
type Id = Result<Path<String>, PathRejection>;

pub(crate) fn routes(shared: &Arc<Shared>) -> Router<Arc<Shared>> {
    Router::new()
        .route("/v2/customers/{customer_id}/profile", get(read))
        .route("/v1/customers/{customer_id}/profile", patch(change))
        .route("/v1/customers", post(make))
        .route("/v0/civilities", get(civilities))
        .route("/v0/locales", get(locales))
        .fallback(async |headers: HeaderMap| failure(StatusCode::NOT_FOUND, &headers, None))
        .method_not_allowed_fallback(async |headers: HeaderMap| {
            failure(StatusCode::METHOD_NOT_ALLOWED, &headers, None)
        })
        .layer(middleware::from_fn_with_state((Arc::clone(shared), Vendor::ClubMed), call::receive))
}

async fn read(State(shared): House, id: Id, uri: Uri, headers: HeaderMap) -> Response {
    // An id that is no text is no id either: both are refused where ids are looked at.
    let id = id.map(|Path(id)| id).unwrap_or_default();
    say(&shared, &headers, async {
        let caller = Caller::of(&headers, shared.open_to_all)?;
        let dates = Dates::asked(one(&uri, "date_format")?.as_deref())?;
        let switches = shared.switches().clone();
        let origin = call::origin(&headers);
        let customer = id.clone();
        let row = shared.store.run(move |store| caller.profile(store, &customer)).await?;
        let shown = view(&id, &row.profile, switches.body, dates, &origin);
        let mut response = Json(shown).into_response();
        if switches.etag == Etag::On {
            response.headers_mut().insert(header::ETAG, tag(&id, row.version));
        }
        Ok(response)
    })
    .await
}

async fn change(State(shared): House, id: Id, uri: Uri, headers: HeaderMap, body: Bytes) -> Response {
    let id = id.map(|Path(id)| id).unwrap_or_default();
    say(&shared, &headers, async {
        let caller = Caller::of(&headers, shared.open_to_all)?;
        let force_address = force_address(&uri)?;
        let switches = shared.switches().clone();
        let origin = call::origin(&headers);
        let asked = headers.clone();
        let saved = shared.store.run(move |store| {
            let row = caller.profile(store, &id)?;
            let body = object(&asked, &body)?;
            if switches.etag == Etag::On && !matches(&asked, &tag(&id, row.version)) {
                return Err(Refusal::plain(StatusCode::PRECONDITION_FAILED));
            }
            let patch = check(body, Call::Patch, &row.profile, &switches).map_err(Refusal::of)?;
            let next = apply(&row.profile, patch, force_address, &switches)?;
            if next != row.profile {
                table::save(store, &id, &next)?;
            }
            Ok(match switches.patch_answer {
                PatchAnswer::NoContent => None,
                PatchAnswer::Profile => Some(view(&id, &next, Body::Full, Dates::Compact, &origin)),
            })
        });
        Ok(match saved.await? {
            None => StatusCode::NO_CONTENT.into_response(),
            Some(profile) => Json(profile).into_response(),
        })
    })
    .await
}

async fn make(State(shared): House, uri: Uri, headers: HeaderMap, body: Bytes) -> Response {
    say(&shared, &headers, async {
        let caller = Caller::of(&headers, shared.open_to_all)?;
        let force_address = force_address(&uri)?;
        let switches = shared.switches().clone();
        let asked = headers.clone();
        let created = shared.store.run(move |store| {
            caller.reach(store)?;
            create::create(store, &caller, object(&asked, &body)?, force_address, &switches)
        });
        Ok((StatusCode::CREATED, Json(created.await?)).into_response())
    })
    .await
}

async fn civilities(State(shared): House, headers: HeaderMap) -> Response {
    say(&shared, &headers, async {
        let locale = anyone(&headers)?;
        Ok(Json(reference::civilities(&locale)).into_response())
    })
    .await
}

async fn locales(State(shared): House, headers: HeaderMap) -> Response {
    say(&shared, &headers, async {
        anyone(&headers)?;
        Ok(Json(json!(reference::LOCALES)).into_response())
    })
    .await
}

/// Runs a call; a refusal is worded in the caller's language.
async fn say(
    shared: &Shared,
    headers: &HeaderMap,
    call: impl Future<Output = Result<Response, Refusal>>,
) -> Response {
    match call.await {
        Ok(response) => response,
        Err(refusal) => {
            let spelling = shared.switches().concerned_key;
            refusal.say(Tongue::of(headers), spelling)
        }
    }
}

/// The body as a JSON object.
fn object(headers: &HeaderMap, body: &[u8]) -> Result<Map<String, Value>, Refusal> {
    let kind = headers.get(header::CONTENT_TYPE).and_then(|kind| kind.to_str().ok()).unwrap_or_default();
    let essence = kind.split(';').next().unwrap_or_default().trim();
    if !essence.eq_ignore_ascii_case("application/json") {
        return Err(Refusal::plain(StatusCode::UNSUPPORTED_MEDIA_TYPE));
    }
    serde_json::from_slice(body).map_err(|_| Refusal::new(StatusCode::BAD_REQUEST, Detail::NotJson))
}

fn force_address(uri: &Uri) -> Result<bool, Refusal> {
    match one(uri, "force_address")?.as_deref() {
        None | Some("false") => Ok(false),
        Some("true") => Ok(true),
        Some(_) => Err(Refusal::one("force_address", Reason::NotBoolean)),
    }
}

/// The one value of a query parameter.
fn one(uri: &Uri, name: &str) -> Result<Option<String>, Refusal> {
    let query = Query::of(uri).ok_or_else(|| Refusal::plain(StatusCode::BAD_REQUEST))?;
    let value = query.one(name).map_err(|Twice| Refusal::one(name, Reason::Twice))?;
    Ok(value.map(str::to_owned))
}

fn tag(id: &str, version: i64) -> HeaderValue {
    HeaderValue::from_str(&format!("\"{id}-{version}\"")).unwrap_or(HeaderValue::from_static("\"\""))
}

/// Whether `if-match`, when there is one, names the stored version.
fn matches(headers: &HeaderMap, tag: &HeaderValue) -> bool {
    let Some(wanted) = headers.get(header::IF_MATCH) else { return true };
    let (wanted, tag) = (wanted.to_str().unwrap_or_default(), tag.to_str().unwrap_or_default());
    wanted.split(',').map(str::trim).any(|one| one == "*" || one == tag)
}
