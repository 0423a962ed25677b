#!/bin/sh
# Says what is missing for the page with sign-in, from outside: at the web server, at the provider and at the vendor's
# API (docs/sign-in.md). It signs nobody in and needs no secret.
#
# Usage: check.sh ADDRESS          such as https://account.example.com; needs curl
set -eu

if [ "$#" -ne 1 ]; then
    echo "usage: check.sh https://account.example.com" >&2
    exit 2
fi
site=${1%/}
page=$site/account.html
wrong=0
answer=$(mktemp)
trap 'rm -f "$answer"' EXIT

ok() { echo "ok     $1"; }
bad() {
    echo "WRONG  $1"
    wrong=1
}

# Requests an address and keeps its headers and body. Returns false if there is no answer.
ask() { curl --silent --show-error --max-time 20 --include --header "origin: $site" --output "$answer" "$@" 2>&1; }

status() { sed -n '1s/^HTTP[^ ]* \([0-9]*\).*/\1/p' "$answer"; }

# The value of a header of the answer.
header() { tr -d '\r' <"$answer" | sed '/^$/q' | grep -i "^$1:" | head -n 1 | sed 's/^[^:]*: *//'; }

# Each text that a member of the answer's JSON has, one in a line.
member() {
    sed 's|\\/|/|g' "$answer" | grep -Eo "\"$1\"[[:space:]]*:[[:space:]]*\"[^\"]*\"" | sed 's/.*"\([^"]*\)"$/\1/'
}

# The origin of an address; nothing for one on the page's own server.
origin() { echo "$1" | sed -n 's|^\(https\{0,1\}://[^/?#]*\).*|\1|p'; }

# Says whether the page may read the answer.
check_cors() {
    case $(header access-control-allow-origin) in
    "$site" | '*') ok "$1 allows $site (CORS)" ;;
    *) bad "$1 does not allow $site (CORS): $2" ;;
    esac
}

# Says whether the page's policy lets it connect to an address.
check_policy() {
    own=$(origin "$1")
    if [ -z "$own" ]; then return; fi
    case " $connect " in
    *" $own "*) ok "the policy's connect-src has $own" ;;
    *) bad "the policy's connect-src lacks $own: add it in the web server's file" ;;
    esac
}

# 1. The web server.
if ! problem=$(ask "$page"); then
    bad "$page: $problem"
    exit 1
fi
if [ "$(status)" != 200 ]; then
    bad "$page: status $(status): is the site enabled, and are the files published?"
    exit 1
fi
ok "$page is served"
connect=$(header content-security-policy | tr ';' '\n' | sed -n 's/^ *connect-src //p')
if [ -z "$connect" ]; then bad "$page has no content-security-policy with connect-src"; fi

# 2. The configuration.
ask "$site/carnet.config.json" >/dev/null || true
if [ "$(status)" != 200 ]; then
    bad "$site/carnet.config.json: status $(status): put it beside account.html"
    exit 1
fi
if grep -q '"CHANGE"' "$answer"; then bad "carnet.config.json still has a CHANGE"; fi
issuer=$(member issuer) client=$(member client-id) bases=$(member base-url)
if [ -z "$issuer" ] || [ -z "$client" ] || [ -z "$bases" ]; then
    bad "carnet.config.json has no issuer, client-id or base-url"
    exit 1
fi
ok "carnet.config.json is served"

# 3. The provider.
metadata=${issuer%/}/.well-known/openid-configuration
if ! problem=$(ask "$metadata"); then
    bad "$metadata: $problem"
elif [ "$(status)" != 200 ]; then
    bad "$metadata: status $(status): is issuer right?"
else
    named=$(member issuer) token=$(member token_endpoint) revocation=$(member revocation_endpoint)
    authorization=$(member authorization_endpoint)
    if [ "$named" = "$issuer" ]; then
        ok "the provider's metadata name the same issuer"
    else
        bad "issuer is $issuer, but the provider's metadata name '$named': write it so"
    fi
    check_cors "the provider's discovery" "set it at the provider"
    ask --data "grant_type=authorization_code&client_id=$client&code=check&redirect_uri=$page" "$token" >/dev/null ||
        true
    check_cors "the provider's token endpoint" "set it at the provider, for this client"
    # With prompt=none a provider leads back at once, but only to a redirect URI that is registered.
    ask --get --data-urlencode "client_id=$client" --data-urlencode "redirect_uri=$page" \
        --data 'response_type=code&scope=openid&prompt=none&state=check&code_challenge_method=S256' \
        --data 'code_challenge=E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM' "$authorization" >/dev/null || true
    case $(header location) in
    "$page"\?*error=login_required* | "$page"\?*error=interaction_required*)
        ok "the provider knows the client and $page"
        ;;
    "$page"\?*) bad "the provider refuses the client: $(header location)" ;;
    *) bad "the provider does not lead back to $page: register the client \"$client\" with exactly this redirect URI" ;;
    esac
    for endpoint in "$issuer" "$token" $revocation; do origin "$endpoint"; done | sort -u >"$answer"
    while read -r endpoint; do check_policy "$endpoint"; done <<END
$(cat "$answer")
END
fi

# 4. The vendor's API or the gateway.
for base in $bases; do
    check_policy "$base"
    case $base in /*) base=$site$base ;; esac
    if ! problem=$(ask --request OPTIONS --header 'access-control-request-method: GET' \
        --header 'access-control-request-headers: authorization' "${base%/}/v2/customers/0"); then
        bad "$base: $problem"
        continue
    fi
    check_cors "$base" "the vendor has to allow it, or your gateway"
    # A `*` does not cover this header.
    case $(header access-control-allow-headers | tr '[:upper:]' '[:lower:]') in
    *authorization*) ok "$base allows the header authorization (CORS)" ;;
    *) bad "$base does not allow the header authorization by its name (CORS): the vendor or your gateway" ;;
    esac
done

exit "$wrong"
