import type { Attributes } from '@opentelemetry/api';

/**
 * A set of attributes, and those that have one more. Each is made once, so that nothing is allocated where it is hot;
 * give it only values of which there are few.
 */
export class Labels {
  readonly attributes: Readonly<Attributes>;
  readonly #more = new Map<string, Map<string, Labels>>();

  constructor(attributes: Attributes) {
    this.attributes = attributes;
  }

  with(name: string, value: string): Labels {
    let values = this.#more.get(name);
    if (values === undefined) this.#more.set(name, (values = new Map()));
    let labels = values.get(value);
    if (labels === undefined) {
      labels = new Labels({ ...this.attributes, [name]: value });
      values.set(value, labels);
    }
    return labels;
  }
}
