// Command argocd is what the rig needs of Argo CD: its repo server and its ApplicationSet controller as they are, its
// application controller with every listener on loopback, and `says`, which asks its code about AppProjects.
package main

import (
	"os"

	applicationset "github.com/argoproj/argo-cd/v3/cmd/argocd-applicationset-controller/commands"
	reposerver "github.com/argoproj/argo-cd/v3/cmd/argocd-repo-server/commands"
	"github.com/spf13/cobra"
)

func main() {
	root := &cobra.Command{Use: "argocd", SilenceUsage: true}
	root.AddCommand(
		named("repo-server", reposerver.NewCommand()),
		named("applicationset-controller", applicationset.NewCommand()),
		newApplicationControllerCommand(),
		newSaysCommand(),
	)
	if root.Execute() != nil {
		os.Exit(1)
	}
}

func named(name string, command *cobra.Command) *cobra.Command {
	command.Use = name
	return command
}
