const CROCKFORD = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';

/**
 * Ids in the forms Klaviyo gives: 26 characters as a ULID has for profiles, 6 for metrics and lists. They are counted,
 * so that a run can be repeated, and never given twice, so that an id kept from before a reset finds nothing.
 */
export class Ids {
  #last = 0;

  profile(): string {
    return `01K${this.#next(23)}`;
  }

  metric(): string {
    return `M${this.#next(5)}`;
  }

  list(): string {
    return `L${this.#next(5)}`;
  }

  event(): string {
    return `E${this.#next(10)}`;
  }

  job(): string {
    return `J${this.#next(9)}`;
  }

  #next(length: number): string {
    this.#last += 1;
    let rest = this.#last;
    let text = '';
    for (let i = 0; i < length; i += 1) {
      text = CROCKFORD.charAt(rest % 32) + text;
      rest = Math.floor(rest / 32);
    }
    return text;
  }
}
