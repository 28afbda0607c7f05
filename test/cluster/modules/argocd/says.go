package main

import (
	"encoding/json"
	"fmt"
	"os"

	"github.com/argoproj/argo-cd/v3/pkg/apis/application/v1alpha1"
	"github.com/argoproj/argo-cd/v3/util/settings"
	"github.com/spf13/cobra"
	"k8s.io/apimachinery/pkg/runtime/schema"
)

// question is about one project. Exactly one of the pointers is set.
type question struct {
	Project string `json:"project"`
	// Source: may an Application deploy from this repository?
	Source *string `json:"source"`
	// Destination: may it deploy to this namespace?
	Destination *destination `json:"destination"`
	// Kind: may its manifests hold objects of this kind?
	Kind *kind `json:"kind"`
	// ApplicationsIn: may the Application itself lie in this namespace?
	ApplicationsIn *string `json:"applicationsIn"`
	// Account: is this whom Argo CD deploys there as, when it impersonates? As nobody means that the sync fails.
	Account *account `json:"account"`
}

// destination: an Application names a cluster by its server or by its name; Argo CD knows both by the time it looks.
type destination struct {
	Server    string `json:"server"`
	Name      string `json:"name"`
	Namespace string `json:"namespace"`
}

type kind struct {
	Group      string `json:"group"`
	Kind       string `json:"kind"`
	Name       string `json:"name"`
	Namespaced bool   `json:"namespaced"`
}

type account struct {
	Server    string `json:"server"`
	Namespace string `json:"namespace"`
	User      string `json:"user"`
}

// newSaysCommand answers what Argo CD would allow, by Argo CD's own code: AppProjects and questions about them as JSON on
// its input, yes or no for each as JSON on its output. Nothing is started and no cluster is asked.
//
// The projects are read, written and read again before they are asked, as Argo CD does whenever it changes one: an empty
// list doesn't survive that, and for some lists none means everything.
func newSaysCommand() *cobra.Command {
	return &cobra.Command{Use: "says", Args: cobra.NoArgs, Run: func(*cobra.Command, []string) { says() }}
}

func says() {
	var input struct {
		Projects  []v1alpha1.AppProject `json:"projects"`
		Questions []question            `json:"questions"`
	}
	must(json.NewDecoder(os.Stdin).Decode(&input))
	projects := map[string]v1alpha1.AppProject{}
	for _, project := range input.Projects {
		projects[project.Name] = writtenBack(project)
	}
	answers := []bool{}
	for _, each := range input.Questions {
		project, found := projects[each.Project]
		if !found {
			must(fmt.Errorf("there is no project %q", each.Project))
		}
		given, err := ask(project, each)
		must(err)
		answers = append(answers, given)
	}
	must(json.NewEncoder(os.Stdout).Encode(answers))
}

func ask(project v1alpha1.AppProject, asked question) (bool, error) {
	switch {
	case asked.Source != nil:
		return project.IsSourcePermitted(v1alpha1.ApplicationSource{RepoURL: *asked.Source}), nil
	case asked.Destination != nil:
		cluster := &v1alpha1.Cluster{Server: asked.Destination.Server, Name: asked.Destination.Name}
		return project.IsDestinationPermitted(cluster, asked.Destination.Namespace, noClusters)
	case asked.Kind != nil:
		groupKind := schema.GroupKind{Group: asked.Kind.Group, Kind: asked.Kind.Kind}
		return project.IsGroupKindNamePermitted(groupKind, asked.Kind.Name, asked.Kind.Namespaced), nil
	case asked.ApplicationsIn != nil:
		application := &v1alpha1.Application{}
		application.Namespace = *asked.ApplicationsIn
		return project.IsAppNamespacePermitted(application, project.Namespace), nil
	case asked.Account != nil:
		application := &v1alpha1.Application{}
		application.Namespace = project.Namespace
		application.Spec.Destination.Namespace = asked.Account.Namespace
		cluster := &v1alpha1.Cluster{Server: asked.Account.Server}
		user, err := settings.DeriveServiceAccountToImpersonate(&project, application, cluster)
		return user == asked.Account.User, err
	default:
		return false, fmt.Errorf("a question about %q asks nothing", asked.Project)
	}
}

// writtenBack is the project as it is after Argo CD has updated it.
func writtenBack(project v1alpha1.AppProject) v1alpha1.AppProject {
	text, err := json.Marshal(project)
	must(err)
	var read v1alpha1.AppProject
	must(json.Unmarshal(text, &read))
	return read
}

// noClusters: no cluster belongs to one project alone.
func noClusters(string) ([]*v1alpha1.Cluster, error) {
	return nil, nil
}

func must(err error) {
	if err != nil {
		fmt.Fprintln(os.Stderr, "argocd:", err)
		os.Exit(1)
	}
}
