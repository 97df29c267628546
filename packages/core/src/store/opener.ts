/** A process as the others see it that have the same store open. */
export interface Opener {
  /** The name of its host. */
  readonly host: string;
  readonly pid: number;
  /** Whether a process of the same host is there. */
  isAlive(pid: number): boolean;
}
