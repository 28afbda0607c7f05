// Command certs writes what the parts of a control plane on loopback need to trust each other: one authority, the API
// server's certificate, certificates of its clients and the key pair that signs ServiceAccount tokens.
//
//	certs DIRECTORY FILE=COMMON_NAME[/ORGANIZATION] …
//
// Everything is made anew and lasts as long as the control plane does, which is hours.
package main

import (
	"crypto"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/rsa"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/pem"
	"fmt"
	"math/big"
	"net"
	"os"
	"path/filepath"
	"strings"
	"time"
)

// pair is a certificate and the key that belongs to it.
type pair struct {
	certificate *x509.Certificate
	key         *ecdsa.PrivateKey
}

func main() {
	if len(os.Args) < 2 {
		fail(fmt.Errorf("usage: certs DIRECTORY FILE=COMMON_NAME[/ORGANIZATION] …"))
	}
	directory := os.Args[1]
	must(os.MkdirAll(directory, 0o700))
	ca := issue(directory, "ca", &x509.Certificate{
		Subject:               pkix.Name{CommonName: "tenantry-rig-ca"},
		IsCA:                  true,
		BasicConstraintsValid: true,
		KeyUsage:              x509.KeyUsageCertSign | x509.KeyUsageDigitalSignature,
	}, nil)
	issue(directory, "apiserver", serverTemplate(), &ca)
	for _, argument := range os.Args[2:] {
		file, subject, found := strings.Cut(argument, "=")
		if !found {
			fail(fmt.Errorf("%q is not FILE=COMMON_NAME", argument))
		}
		issue(directory, file, clientTemplate(subject), &ca)
	}
	writeTokenKeys(directory)
}

// serverTemplate names the API server as clients outside and inside of the cluster would.
func serverTemplate() *x509.Certificate {
	return &x509.Certificate{
		Subject:     pkix.Name{CommonName: "kube-apiserver"},
		KeyUsage:    x509.KeyUsageDigitalSignature,
		ExtKeyUsage: []x509.ExtKeyUsage{x509.ExtKeyUsageServerAuth},
		IPAddresses: []net.IP{net.IPv4(127, 0, 0, 1), net.IPv4(10, 96, 0, 1)},
		DNSNames: []string{
			"localhost", "kubernetes", "kubernetes.default", "kubernetes.default.svc",
			"kubernetes.default.svc.cluster.local",
		},
	}
}

// clientTemplate turns "name/group" into the subject that Kubernetes reads a user and a group from.
func clientTemplate(subject string) *x509.Certificate {
	name, group, found := strings.Cut(subject, "/")
	identity := pkix.Name{CommonName: name}
	if found {
		identity.Organization = []string{group}
	}
	return &x509.Certificate{
		Subject:     identity,
		KeyUsage:    x509.KeyUsageDigitalSignature,
		ExtKeyUsage: []x509.ExtKeyUsage{x509.ExtKeyUsageClientAuth},
	}
}

// issue signs the template, by itself without an authority, and writes FILE.crt and FILE.key.
func issue(directory, file string, template *x509.Certificate, authority *pair) pair {
	key := try(ecdsa.GenerateKey(elliptic.P256(), rand.Reader))
	template.SerialNumber = try(rand.Int(rand.Reader, new(big.Int).Lsh(big.NewInt(1), 120)))
	template.NotBefore = time.Now().Add(-time.Hour)
	template.NotAfter = time.Now().AddDate(1, 0, 0)
	parent, signer := template, key
	if authority != nil {
		parent, signer = authority.certificate, authority.key
	}
	der := try(x509.CreateCertificate(rand.Reader, template, parent, key.Public(), signer))
	write(directory, file+".crt", "CERTIFICATE", der)
	writePrivate(directory, file+".key", key)
	return pair{try(x509.ParseCertificate(der)), key}
}

// writeTokenKeys writes the pair that the API server signs and checks ServiceAccount tokens with.
func writeTokenKeys(directory string) {
	key := try(rsa.GenerateKey(rand.Reader, 2048))
	writePrivate(directory, "tokens.key", key)
	write(directory, "tokens.pub", "PUBLIC KEY", try(x509.MarshalPKIXPublicKey(key.Public())))
}

func writePrivate(directory, file string, key crypto.PrivateKey) {
	write(directory, file, "PRIVATE KEY", try(x509.MarshalPKCS8PrivateKey(key)))
}

func write(directory, file, kind string, der []byte) {
	text := pem.EncodeToMemory(&pem.Block{Type: kind, Bytes: der})
	must(os.WriteFile(filepath.Join(directory, file), text, 0o600))
}

func try[T any](value T, err error) T {
	must(err)
	return value
}

func must(err error) {
	if err != nil {
		fail(err)
	}
}

func fail(err error) {
	fmt.Fprintln(os.Stderr, "certs:", err)
	os.Exit(1)
}
