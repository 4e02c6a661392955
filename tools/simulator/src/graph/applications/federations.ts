import { randomUUID } from "node:crypto"
import { Hono } from "hono"
import type { Application, FederatedCredential } from "../../platform/Directory.ts"
import { allow } from "../allow.ts"
import type { GraphEnv } from "../GraphEnv.ts"
import { badRequest, GraphFailure, resourceNotFound } from "../GraphFailure.ts"
import { jsonBody, textOf, textsOf } from "../jsonBody.ts"
import { metadata } from "../odata/answer.ts"
import { applicationOf, changeable, readApplications, writeApplications } from "./applications.ts"

/** At most so many for one application (federatedidentitycredential-upsert). */
const most = 20

const federationsOf = ({ federations = [] }: Application): ReadonlyArray<FederatedCredential> => federations

/** /applications/{id}/federatedIdentityCredentials: list, upsert by `name`, delete. */
export const federations = (): Hono<GraphEnv> => {
  const app = new Hono<GraphEnv>()

  app.get("/applications/:key/federatedIdentityCredentials", allow(readApplications, "directory"), (c) =>
    c.json({ "@odata.context": metadata("federatedIdentityCredentials"), value: federationsOf(applicationOf(c)) })
  )

  app.patch(
    "/applications/:key/federatedIdentityCredentials/:credential",
    allow(writeApplications, "directory"),
    async (c) => {
      const application = changeable(c)
      const present = federationsOf(application)
      const name = c.req.param("credential").replace(/^name=/u, "")
      const body = await jsonBody(c)
      const known = present.find((one) => one.name === name || one.id === name)
      if (known === undefined && c.req.header("prefer") !== "create-if-missing") throw resourceNotFound(name)
      const issuer = textOf(body, "issuer") ?? known?.issuer
      const subject = textOf(body, "subject") ?? known?.subject
      const audiences = body["audiences"] === undefined ? known?.audiences : [...textsOf(body, "audiences")]
      if (issuer === undefined || subject === undefined || audiences?.length !== 1) {
        throw badRequest("Federated Identity Credential needs issuer, subject and one audience.")
      }
      if (present.some((one) => one !== known && one.issuer === issuer && one.subject === subject)) {
        throw new GraphFailure(
          409,
          "Request_MultipleObjectsWithSameKeyValue",
          "FederatedIdentityCredential with the same Issuer and Subject already exists on app."
        )
      }
      if (known === undefined && present.length === most) {
        throw badRequest(`Maximum number of ${most} federated identity credentials is reached.`)
      }
      const written: FederatedCredential = {
        id: known?.id ?? randomUUID(),
        name: known?.name ?? name,
        issuer,
        subject,
        audiences
      }
      application.federations = [...present.filter((one) => one !== known), written]
      c.get("tenant").changed()
      return known === undefined
        ? c.json({ "@odata.context": metadata("federatedIdentityCredentials/$entity"), ...written }, 201)
        : c.body(null, 204)
    }
  )

  app.delete(
    "/applications/:key/federatedIdentityCredentials/:credential",
    allow(writeApplications, "directory"),
    (c) => {
      const application = changeable(c)
      const present = federationsOf(application)
      const id = c.req.param("credential")
      const found = present.find((one) => one.id === id || `name=${one.name}` === id)
      if (found === undefined) throw resourceNotFound(id)
      application.federations = present.filter((one) => one !== found)
      c.get("tenant").changed()
      return c.body(null, 204)
    }
  )

  return app
}
