package main

import (
	"context"
	"fmt"
	"os/signal"
	"syscall"
	"time"

	commitclient "github.com/argoproj/argo-cd/v3/commitserver/apiclient"
	"github.com/argoproj/argo-cd/v3/controller"
	"github.com/argoproj/argo-cd/v3/controller/sharding"
	"github.com/argoproj/argo-cd/v3/pkg/apis/application/v1alpha1"
	appclientset "github.com/argoproj/argo-cd/v3/pkg/client/clientset/versioned"
	"github.com/argoproj/argo-cd/v3/reposerver/apiclient"
	"github.com/argoproj/argo-cd/v3/util/argo"
	"github.com/argoproj/argo-cd/v3/util/argo/normalizers"
	cacheutil "github.com/argoproj/argo-cd/v3/util/cache"
	appstatecache "github.com/argoproj/argo-cd/v3/util/cache/appstate"
	kubeutil "github.com/argoproj/argo-cd/v3/util/kube"
	"github.com/argoproj/argo-cd/v3/util/settings"
	"github.com/argoproj/argo-cd/v3/util/tls"
	"github.com/spf13/cobra"
	"k8s.io/apimachinery/pkg/util/wait"
	"k8s.io/client-go/kubernetes"
	"k8s.io/client-go/rest"
	"k8s.io/client-go/tools/clientcmd"
)

// options of the application controller that the rig chooses; everything else is as Argo CD's defaults are.
type options struct {
	kubeconfig  string
	namespace   string
	repoServer  string
	metricsPort int
	resync      time.Duration
	newCache    func() (*appstatecache.Cache, error)
}

// newApplicationControllerCommand runs Argo CD's application controller. Argo CD's own command listens with its metrics on
// every address of the machine and has no flag for that; the server it keeps them in has an address that can be set.
func newApplicationControllerCommand() *cobra.Command {
	chosen := options{}
	command := &cobra.Command{
		Use:  "application-controller",
		Args: cobra.NoArgs,
		RunE: func(command *cobra.Command, _ []string) error {
			ctx, stop := signal.NotifyContext(command.Context(), syscall.SIGINT, syscall.SIGTERM)
			defer stop()
			return runApplicationController(ctx, chosen)
		},
	}
	flags := command.Flags()
	flags.StringVar(&chosen.kubeconfig, "kubeconfig", "", "path of a kubeconfig")
	flags.StringVar(&chosen.namespace, "namespace", "argocd", "where Applications lie")
	flags.StringVar(&chosen.repoServer, "repo-server", "", "address of the repo server, without TLS")
	flags.IntVar(&chosen.metricsPort, "metrics-port", 0, "port on loopback")
	flags.DurationVar(&chosen.resync, "app-resync", 3*time.Minute, "how often every Application is compared again")
	chosen.newCache = appstatecache.AddCacheFlagsToCmd(command)
	return command
}

func runApplicationController(ctx context.Context, chosen options) error {
	config, err := clientcmd.BuildConfigFromFlags("", chosen.kubeconfig)
	if err != nil {
		return err
	}
	if err := v1alpha1.SetK8SConfigDefaults(config); err != nil {
		return err
	}
	cache, err := chosen.newCache()
	if err != nil {
		return err
	}
	cache.Cache.SetClient(cacheutil.NewTwoLevelClient(cache.Cache.GetClient(), 10*time.Minute))
	app, err := newController(ctx, config, cache, chosen)
	if err != nil {
		return err
	}
	app.GetMetricsServer().Addr = fmt.Sprintf("127.0.0.1:%d", chosen.metricsPort)
	go app.Run(ctx, 20, 10, 1)
	<-ctx.Done()
	return nil
}

func newController(
	ctx context.Context, config *rest.Config, cache *appstatecache.Cache, chosen options,
) (*controller.ApplicationController, error) {
	kube := kubernetes.NewForConfigOrDie(config)
	var app *controller.ApplicationController
	manager := settings.NewSettingsManager(ctx, kube, chosen.namespace, settings.WithRepoOrClusterChangedHandler(func() {
		app.InvalidateProjectsCache()
	}))
	shards, err := sharding.GetClusterSharding(kube, manager, "legacy", false)
	if err != nil {
		return nil, err
	}
	const (
		noHardResync     = time.Duration(0)
		noJitter         = time.Duration(0)
		noSyncTimeout    = time.Duration(0)
		selfHealAfter    = time.Second
		forgiveRepoFor   = 3 * time.Minute
		metricsExpire    = time.Duration(0)
		parallelKubectls = 20
	)
	app, err = controller.NewApplicationController(
		chosen.namespace,
		manager,
		kube,
		appclientset.NewForConfigOrDie(config),
		apiclient.NewRepoServerClientset(chosen.repoServer, 60, tls.Configuration{DisableTLS: true}),
		commitclient.NewCommitServerClientset(""),
		cache,
		kubeutil.NewKubectl(),
		chosen.resync,
		noHardResync,
		noJitter,
		selfHealAfter,
		&wait.Backoff{Duration: 2 * time.Second, Factor: 3, Cap: 5 * time.Minute},
		noSyncTimeout,
		forgiveRepoFor,
		chosen.metricsPort,
		metricsExpire,
		nil, nil, nil,
		parallelKubectls,
		false,
		shards,
		nil,
		nil,
		false,
		false,
		normalizers.IgnoreNormalizerOpts{},
		argo.DefaultEnableEventList(),
		false,
	)
	return app, err
}
