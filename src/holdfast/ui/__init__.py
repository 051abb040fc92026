"""UI: the base pages, components, tokens, fonts and scripts. No models, no domain words; imports only `kit`."""
