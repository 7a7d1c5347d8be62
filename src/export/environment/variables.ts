/** `LAB_ONE` of `lab-one`: how a provider is named in the environment, where no name begins with a digit. */
function prefixOf(provider: string): string {
  return provider
    .toUpperCase()
    .replace(/[^A-Z0-9]+/g, '_')
    .replace(/^(?=\d)/, '_');
}

/** Providers whose variables have the same names, so that one's key would be sent to the other; a clause for each such pair. */
export function sharedVariables(models: readonly { readonly provider: string }[]): string[] {
  const first = new Map<string, string>();
  return providersOf(models).flatMap((provider) => {
    const variable = keyVariable(provider);
    const other = first.get(variable);
    if (other === undefined) first.set(variable, provider);
    return other === undefined ? [] : [`providers ${other} and ${provider}: both are asked with ${variable}; rename one`];
  });
}

/** The variable that holds a provider's key. */
export function keyVariable(provider: string): string {
  return `${prefixOf(provider)}_API_KEY`;
}

/** The variable that says where a provider answers. */
export function baseVariable(provider: string): string {
  return `${prefixOf(provider)}_BASE_URL`;
}

/** The variable that holds the name of a provider's host, where a gateway takes no more. */
export function hostVariable(provider: string): string {
  return `${prefixOf(provider)}_HOST`;
}

/** The variable that holds a provider's host and port, where a gateway takes no more. */
export function addressVariable(provider: string): string {
  return `${prefixOf(provider)}_ADDRESS`;
}

/** Providers of models, each once, in their order. */
export function providersOf(models: readonly { readonly provider: string }[]): string[] {
  return [...new Set(models.map(({ provider }) => provider))];
}
