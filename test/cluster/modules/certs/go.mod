module tenantry.dev/rig/certs

go 1.24
