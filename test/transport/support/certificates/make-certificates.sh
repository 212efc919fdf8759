#!/bin/sh
# Makes the certificates of the TLS tests again, valid for 100 years. They protect nothing.
#
# It makes, in this folder: an authority (ca), a server's and a client's certificate signed by it, one for another
# host's name, one that signs itself, and the client's key once more behind the passphrase "correct-horse".
set -eu
cd "$(dirname "$0")"

new_key='-newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes'

self_sign() { # name, subject, extension
  openssl req -x509 $new_key -keyout "$1.key" -out "$1.pem" -days 36500 -subj "/CN=$2" -addext "$3"
}

sign() { # name, alternative name, usage
  openssl req $new_key -keyout "$1.key" -out "$1.csr" -subj "/CN=$1"
  printf 'subjectAltName=%s\nextendedKeyUsage=%s\nbasicConstraints=CA:FALSE\n' "$2" "$3" >"$1.ext"
  openssl x509 -req -in "$1.csr" -CA ca.pem -CAkey ca.key -set_serial "0x$(openssl rand -hex 16)" -days 36500 \
    -extfile "$1.ext" -out "$1.pem"
  rm "$1.csr" "$1.ext"
}

self_sign ca 'Test authority of ironic-driver' 'keyUsage=critical,keyCertSign,cRLSign'
self_sign self-signed localhost 'subjectAltName=DNS:localhost,IP:127.0.0.1'
sign server 'DNS:localhost,IP:127.0.0.1' serverAuth
sign wrong-name 'DNS:elsewhere.example' serverAuth
sign client 'DNS:client' clientAuth
openssl ec -in client.key -aes256 -passout pass:correct-horse -out client-encrypted.key
rm ca.key
