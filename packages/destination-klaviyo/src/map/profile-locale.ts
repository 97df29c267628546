const languageTag = /^[A-Za-z]{2,3}([-_][A-Za-z0-9]{2,8})*$/;

/** The tag of a language, such as `en-US`; phones write it `en_US`. */
export function bcp47(value: unknown): string | undefined {
  return typeof value === 'string' && languageTag.test(value)
    ? value.replaceAll('_', '-')
    : undefined;
}
