#!/bin/sh
# verify-notice.sh <webhook-id> <webhook-timestamp> <webhook-signature>, the body on standard input.
# Ends with 0 only if whoever sent it knows the secret, less than five minutes ago.
set -eu
age=$(($(date +%s) - $2))
[ "$age" -lt 300 ] && [ "$age" -gt -300 ]
key=$(printf %s "${RESULTS_WEBHOOK_SECRET#whsec_}" | base64 -d | od -An -v -tx1 | tr -d ' \n')
signature=$({ printf '%s.%s.' "$1" "$2"; cat; } |
  openssl dgst -sha256 -mac HMAC -macopt "hexkey:$key" -binary | base64)
case " $3 " in *" v1,$signature "*) ;; *) exit 1 ;; esac
