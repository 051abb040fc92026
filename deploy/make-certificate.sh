#!/bin/sh
# A small authority of your own and a certificate for one name inside the house. Usage: make-certificate.sh NAME [FOLDER]
set -eu
umask 077
name=${1:?say the name people will type, for example home.example}
place=${2:-var/tls}
mkdir -p "$place"
cd "$place"

openssl ecparam -name prime256v1 -genkey -noout -out ca.key
openssl req -x509 -new -key ca.key -sha256 -days 3650 -subj "/CN=Home ($name)" \
    -addext "basicConstraints=critical,CA:TRUE,pathlen:0" -addext "keyUsage=critical,keyCertSign,cRLSign" -out ca.pem

openssl ecparam -name prime256v1 -genkey -noout -out "$name.key"
openssl req -new -key "$name.key" -subj "/CN=$name" -out "$name.csr"
printf 'subjectAltName=DNS:%s\nextendedKeyUsage=serverAuth\nbasicConstraints=CA:FALSE\n' "$name" > extensions
# Phones refuse certificates that last longer than 825 days.
openssl x509 -req -in "$name.csr" -CA ca.pem -CAkey ca.key -CAcreateserial -days 820 -sha256 \
    -extfile extensions -out leaf.pem
cat leaf.pem ca.pem > "$name.pem"
rm -f "$name.csr" extensions leaf.pem ca.srl

echo "In $place: ca.pem for the phones; $name.pem and $name.key for the proxy. Delete ca.key when you are done."
