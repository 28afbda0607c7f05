//go:build tools

// Package tools pins the command that the benchmark measures.
package tools

import _ "helm.sh/helm/v4/cmd/helm"
