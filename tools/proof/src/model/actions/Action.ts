import type * as fc from "fast-check"
import type { Model } from "../Model.ts"
import type { World } from "../World.ts"

/** Something that happens in a life, to the model and to the world alike; told by its name. */
export class Action implements fc.AsyncCommand<Model, World> {
  readonly #name: string
  readonly #act: (model: Model, world: World) => Promise<void>

  constructor(name: string, act: (model: Model, world: World) => Promise<void>) {
    this.#name = name
    this.#act = act
  }

  /** Anything may happen at any time; what makes no sense just then is refused, and the world stays as it is. */
  check(): boolean {
    return true
  }

  async run(model: Model, world: World): Promise<void> {
    await this.#act(model, world)
    world.stillHolds()
  }

  toString(): string {
    return this.#name
  }
}
