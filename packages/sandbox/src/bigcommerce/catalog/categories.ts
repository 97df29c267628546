import { slug } from './slug.ts';

/** A category: it stands in one tree, and a tree is shown on one or several channels. */
export interface Category {
  readonly id: number;
  readonly treeId: number;
  /** 0: at the top of its tree. */
  readonly parentId: number;
  readonly name: string;
  readonly path: string;
  readonly isVisible: boolean;
}

/** What `addCategory` takes. */
export interface NewCategory {
  readonly name: string;
  /** Goes into the tree of this channel: the default one when absent. A parent says more. */
  readonly channelId?: number | undefined;
  readonly parentId?: number | undefined;
  readonly isVisible?: boolean | undefined;
}

/** What `updateCategory` takes: what is absent stays as it is. */
export type CategoryChanges = Partial<Pick<NewCategory, 'name' | 'isVisible'>>;

const FIRST_CATEGORY_ID = 18;

/** The categories of all trees. */
export class Categories {
  readonly byId = new Map<number, Category>();
  #nextId = FIRST_CATEGORY_ID;

  add(treeId: number, { name, parentId = 0, isVisible = true }: Omit<NewCategory, 'channelId'>) {
    const parent = parentId === 0 ? undefined : this.get(parentId);
    const category: Category = {
      id: this.#nextId++,
      treeId: parent?.treeId ?? treeId,
      parentId,
      name,
      path: `${parent?.path ?? '/'}${slug(name)}/`,
      isVisible,
    };
    this.byId.set(category.id, category);
    return category;
  }

  /** The category of this name at the top of a tree, made when there is none. */
  named(name: string, treeId: number): Category {
    for (const category of this.byId.values()) {
      if (category.name === name && category.treeId === treeId) return category;
    }
    return this.add(treeId, { name });
  }

  /** Its address stays: BigCommerce does not change one by itself. */
  update(id: number, { name, isVisible }: CategoryChanges): Category {
    const { name: oldName, isVisible: wasVisible, ...category } = this.get(id);
    const updated = { ...category, name: name ?? oldName, isVisible: isVisible ?? wasVisible };
    this.byId.set(id, updated);
    return updated;
  }

  /** It goes with all that is below it. Returns the ids. */
  delete(id: number): number[] {
    this.get(id);
    const below = [...this.byId.values()].filter(({ parentId }) => parentId === id);
    this.byId.delete(id);
    return [id, ...below.flatMap((child) => this.delete(child.id))];
  }

  get(id: number): Category {
    const category = this.byId.get(id);
    if (!category) throw new RangeError(`The sandbox has no category ${id}`);
    return category;
  }
}
