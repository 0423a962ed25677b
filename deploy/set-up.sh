#!/bin/sh
# Writes the two files of a company for the page with sign-in (docs/sign-in.md): the page's configuration and the site
# of the web server. Both name the same provider and the same vendor, so that the policy allows what the page asks for.
#
# Usage: set-up.sh --host NAME --issuer URL --client-id ID --api-key KEY [options]
#   --host NAME        the host name of the page, such as account.example.com
#   --issuer URL       the OpenID provider, exactly as its metadata name it
#   --client-id ID     the name under which the page is registered at the provider
#   --api-key KEY      Club Med's API key. Capillary and Imprint have none
#   --vendor NAME      clubmed (the default), capillary or imprint
#   --base-url URL     the vendor's API, or your gateway; default for clubmed: https://api.clubmed.com
#   --claim NAME       the claim of the ID token that has the customer's ID; default: customer_id
#   --server NAME      nginx (the default) or caddy
#   --folder PATH      where the files are written, and no other is replaced; default: .
set -eu

here=$(dirname "$0")
host='' issuer='' client='' key='' vendor=clubmed base='' claim=customer_id server=nginx folder=.

fail() {
    echo "set-up.sh: $1" >&2
    exit 2
}

if [ "$#" -eq 0 ]; then
    sed -n '2,/^set -eu$/s/^# \{0,1\}//p' "$0" >&2
    exit 2
fi
while [ "$#" -gt 0 ]; do
    if [ "$#" -lt 2 ]; then fail "$1 has no value: $0 alone says which options there are"; fi
    # A character with a meaning in JSON, in the server's file or in sed would change more than one value.
    case $2 in
    '' | *[!A-Za-z0-9._~:/+=@-]*)
        fail "$1: '$2' is empty or has a character that this script does not write: edit the files by hand"
        ;;
    esac
    case $1 in
    --host) host=$2 ;;
    --issuer) issuer=$2 ;;
    --client-id) client=$2 ;;
    --api-key) key=$2 ;;
    --vendor) vendor=$2 ;;
    --base-url) base=$2 ;;
    --claim) claim=$2 ;;
    --server) server=$2 ;;
    --folder) folder=$2 ;;
    *) fail "$1 is not an option: $0 alone says which there are" ;;
    esac
    shift 2
done

# What differs between the vendors.
members=''
case $vendor in
clubmed)
    if [ -z "$key" ]; then fail "--api-key is missing: Club Med needs it"; fi
    base=${base:-https://api.clubmed.com}
    members=",
      \"api-key\": \"$key\""
    ;;
capillary | imprint)
    if [ -n "$key" ]; then fail "--api-key: $vendor has none in the browser: its credentials are the gateway's"; fi
    if [ "$vendor" = capillary ]; then
        members=',
      "attributes": { "source": "INSTORE" }'
    fi
    ;;
*) fail "--vendor: '$vendor' is not clubmed, capillary or imprint" ;;
esac
case $server in
nginx) template=nginx.conf ;;
caddy) template=Caddyfile ;;
*) fail "--server: '$server' is not nginx or caddy" ;;
esac
if [ -z "$host" ]; then fail "--host is missing"; fi
if [ -z "$client" ]; then fail "--client-id is missing"; fi
case $host in *[!A-Za-z0-9.-]*) fail "--host: '$host' is not a host name, without https:// and without a path" ;; esac
for address in "--issuer $issuer" "--base-url $base"; do
    case ${address#* } in
    https://?*) ;;
    *) fail "${address%% *}: '${address#* }' does not begin with https://" ;;
    esac
done

# Returns the origin of an https: address.
origin() {
    rest=${1#https://}
    echo "https://${rest%%/*}"
}
# What the page connects to. A provider may have its endpoints at another origin than its issuer.
metadata=$(curl --silent --show-error --fail --max-time 20 "${issuer%/}/.well-known/openid-configuration") || true
if [ -z "$metadata" ]; then echo "set-up.sh: $issuer does not answer: only its own origin is in connect-src" >&2; fi
endpoints=$(
    echo "$metadata" | sed 's|\\/|/|g' | grep -Eo '"(token|revocation)_endpoint"[[:space:]]*:[[:space:]]*"[^"]*"' |
        sed 's/.*"\([^"]*\)"$/\1/'
)
connect=$(for address in "$base" "$issuer" $endpoints; do origin "$address"; done | sort -u | paste -s -d ' ' -)

mkdir -p "$folder"
config=$folder/carnet.config.json site=$folder/carnet-site.conf
for file in "$config" "$site"; do
    if [ -e "$file" ]; then fail "$file is there already: remove it, or edit it"; fi
done

cat >"$config" <<END
{
  "\$schema": "./account.schema.json",
  "issuer": "$issuer",
  "client-id": "$client",
  "vendors": [
    {
      "name": "$vendor",
      "base-url": "$base",
      "customer-claim": "$claim"$members
    }
  ]
}
END
sed -e "s|account\.example\.com|$host|" \
    -e "s|https://api\.clubmed\.com https://gateway\.example https://id\.example\.com|$connect|" \
    -e "s|\"https://shop\.example\"|\"'none'\"|" "$here/$template" >"$site"

cat <<END
$config and $site are written.

Register at the provider, for the client "$client":
  public client (single-page application), authorization code with PKCE, no secret
  redirect URI                 https://$host/account.html
  redirect URI after sign-out  https://$host/account.html
  allowed origin (CORS)        https://$host
  claim in the ID token        $claim: the customer's ID at the vendor
At the vendor's API, allow the same origin (CORS): https://$host
END
