import type { Context } from "hono"
import { isObject, type UncheckedObject } from "../platform/json.ts"
import type { Tenant } from "../platform/Tenant.ts"
import type { World } from "../platform/World.ts"

/** A wrong use of the control API; answered as `{"error": "…"}`. */
export class ControlFailure extends Error {
  readonly status: 400 | 404 | 409

  constructor(status: 400 | 404 | 409, message: string) {
    super(message)
    this.status = status
  }
}

export const tenantOf = (world: World, c: Context): Tenant => {
  const id = c.req.param("tenant") ?? ""
  const tenant = world.find(id)
  if (!tenant) throw new ControlFailure(404, `There is no tenant '${id}'. PUT /control/tenants/{id} creates one.`)
  tenant.settle()
  return tenant
}

/** The JSON object sent; `{}` for an empty body. */
export const bodyOf = async (c: Context): Promise<UncheckedObject> => {
  const text = await c.req.text()
  if (text.trim() === "") return {}
  try {
    const body: unknown = JSON.parse(text)
    if (isObject(body)) return body
  } catch {
    // Refused below, as is JSON that isn't an object.
  }
  throw new ControlFailure(400, "The body must be a JSON object.")
}

export const optionalText = (body: UncheckedObject, name: string): string | undefined => {
  const value = body[name]
  if (value === undefined || value === null || typeof value === "string") return value ?? undefined
  throw new ControlFailure(400, `'${name}' must be a string.`)
}

export const requiredText = (body: UncheckedObject, name: string): string => {
  const value = optionalText(body, name)
  if (value !== undefined && value !== "") return value
  throw new ControlFailure(400, `'${name}' is missing.`)
}

export const textList = (value: unknown, name: string): Array<string> => {
  if (Array.isArray(value) && value.every((item): item is string => typeof item === "string")) return [...value]
  throw new ControlFailure(400, `'${name}' must be a list of strings.`)
}
