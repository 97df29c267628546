const LOOPBACK = /^(localhost|127(\.\d{1,3}){3}|\[::1\])$/;

/**
 * Whether webhooks can be sent there: https on port 443 only, and, where `loopback` is allowed, any address of this
 * machine.
 *
 * Source: BigCommerce, Webhooks V3, "Create a Webhook".
 */
export function isDestination(destination: string, loopback: boolean): boolean {
  if (!URL.canParse(destination)) return false;
  const { protocol, hostname, port } = new URL(destination);
  if (loopback && LOOPBACK.test(hostname)) return protocol === 'https:' || protocol === 'http:';
  // An empty port is the protocol's own.
  return protocol === 'https:' && port === '';
}
