/** The absolute address of a path at a site, which may have a path of its own; `undefined` when either is not known. */
export function atSite(site: string | undefined, path: string | undefined): string | undefined {
  if (path === undefined || site === undefined) return undefined;
  const address = `${site.replace(/\/+$/, '')}/${path.replace(/^\/+/, '')}`;
  // As a browser would write it: spaces and other signs in a path are escaped.
  return URL.canParse(address) ? new URL(address).href : undefined;
}
