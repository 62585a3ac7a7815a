"""What every app may use: time, problems, registries, forms. No models; small on purpose."""
