import type { Entity } from "@azure/arm-securityinsight"

/**
 * A model of the official client as it is in JSON: dates are ISO 8601 strings, and nothing is read-only, because
 * the service is what writes it.
 */
export type OnWire<Model> = Model extends Date
  ? string
  : Model extends ReadonlyArray<infer Item>
    ? Array<OnWire<Item>>
    : Model extends object
      ? { -readonly [Key in keyof Model]: OnWire<Model[Key]> }
      : Model

/**
 * What is under `properties` on the wire: the client's models have it flattened into the resource. additionalData is
 * a free map in the specification, where the client has a map of maps.
 */
export type PropertiesOf<Model, Envelope = Entity> = OnWire<Omit<Model, keyof Envelope | FreeMap>> &
  (Envelope extends Entity
    ? { additionalData?: { [name: string]: unknown } }
    : OnWire<Pick<Model, keyof Model & FreeMap>>)

type FreeMap = "additionalData"
