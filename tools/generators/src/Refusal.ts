import { Schema } from "effect"
import type { BadTechnologyName } from "./Technology.ts"

export class UnknownPort extends Schema.TaggedError<UnknownPort>()("UnknownPort", {
  port: Schema.String,
  ports: Schema.Array(Schema.String)
}) {
  override get message(): string {
    return `There is no port "${this.port}" in packages/application/src/ports. Take one of ${this.ports.join(", ")}.`
  }
}

/** A port that no adapter can be held to: write its suite first. */
export class PortWithoutSuite extends Schema.TaggedError<PortWithoutSuite>()("PortWithoutSuite", {
  port: Schema.String
}) {
  override get message(): string {
    return `${this.port} has no contract suite in packages/application/src/testing. Write it first.`
  }
}

export class NotAnAdapterPackage extends Schema.TaggedError<NotAnAdapterPackage>()("NotAnAdapterPackage", {
  folder: Schema.String
}) {
  override get message(): string {
    return `${this.folder} is a package, but none of adapters: its nx.tags don't say layer:adapter. Take another technology's name.`
  }
}

export class AlreadyThere extends Schema.TaggedError<AlreadyThere>()("AlreadyThere", {
  paths: Schema.Array(Schema.String)
}) {
  override get message(): string {
    return `Already there, and never overwritten: ${this.paths.join(", ")}. Take another technology's name, or move it away.`
  }
}

export type Refusal = BadTechnologyName | UnknownPort | PortWithoutSuite | NotAnAdapterPackage | AlreadyThere
