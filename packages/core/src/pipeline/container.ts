// tsyringe looks for Reflect.getMetadata when it is imported, decorators or not.
import 'reflect-metadata';
import {
  container as root,
  instancePerContainerCachingFactory,
  type DependencyContainer,
} from 'tsyringe';

/** A name for a part of the pipeline that knows the part's type. */
export interface Token<T> {
  readonly symbol: symbol;
  /** Only for the compiler. */
  readonly type?: T;
}

export function token<T>(name: string): Token<T> {
  return { symbol: Symbol(name) };
}

/** The parts of one pipeline, made when they are first asked for, and once. */
export class Container {
  // A child of the root, in which nothing is ever registered: no two pipelines see each other's parts.
  readonly #container: DependencyContainer = root.createChildContainer();

  value<T>({ symbol }: Token<T>, value: T): this {
    this.#container.register(symbol, { useValue: value });
    return this;
  }

  factory<T>({ symbol }: Token<T>, make: (container: Container) => T): this {
    this.#container.register(symbol, {
      useFactory: instancePerContainerCachingFactory(() => make(this)),
    });
    return this;
  }

  get<T>({ symbol }: Token<T>): T {
    return this.#container.resolve<T>(symbol);
  }
}
