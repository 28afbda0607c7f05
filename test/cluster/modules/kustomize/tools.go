//go:build tools

// Package tools pins the command that the benchmark measures.
package tools

import _ "sigs.k8s.io/kustomize/kustomize/v5"
