/** One promise that every plugin of a kind keeps. A contract kit returns these as data: any test runner can run them. */
export interface ContractCase {
  /** What is promised, as a sentence about the plugin. */
  readonly name: string;
  /** The clause of docs/spec that says so: `D3`. */
  readonly clause: string;
  /** Resolves when the promise is kept; rejects with an AssertionError that says how it was not. */
  readonly run: () => Promise<void>;
}

/** A promise that a plugin does not make, declared with its reason instead of a test that is left out. */
export interface ContractException {
  /** The name of the case, as the kit has it. */
  readonly case: string;
  readonly reason: string;
}

/**
 * Leaves out the cases that are declared as exceptions.
 *
 * @throws {TypeError} when an exception names no case of the kit (it was renamed, or is no longer needed), or gives no
 * reason.
 */
export function applyExceptions(
  cases: readonly ContractCase[],
  except: readonly ContractException[] = [],
): readonly ContractCase[] {
  for (const exception of except) {
    if (!cases.some(({ name }) => name === exception.case)) {
      const names = cases.map(({ name }) => `"${name}"`).join(', ');
      throw new TypeError(
        `There is no contract case "${exception.case}" to leave out. The cases are: ${names}.`,
      );
    }
    if (exception.reason.trim() === '') {
      throw new TypeError(`The exception for the contract case "${exception.case}" has no reason.`);
    }
  }
  return cases.filter(({ name }) => !except.some((exception) => exception.case === name));
}
