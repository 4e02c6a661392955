import { inject } from "vitest"

const { platform } = inject("sandbox")

export interface NewIncident {
  readonly id: string
  readonly number: string
  readonly title: string
}

/** A tenant of the simulator's. */
export const simulatedTenant = (tenantId: string) => {
  /** The simulator's control API, for this tenant. */
  // A test compares what it reads of an answer, so a wrong guess fails it.
  // oxlint-disable-next-line typescript/no-explicit-any
  const control = async (method: string, path: string, body?: unknown): Promise<any> => {
    const answer = await fetch(`${platform.control}/tenants/${tenantId}${path}`, {
      method,
      ...(body === undefined ? {} : { body: JSON.stringify(body) })
    })
    const text = await answer.text()
    if (!answer.ok) throw new Error(`${method} ${path} is answered ${answer.status}: ${text}`)
    return text === "" ? undefined : JSON.parse(text)
  }

  /** A token as signing in would give it. */
  const tokenOf = async (who: string): Promise<string> => {
    const sample = who === "playbook" || who === "stranger" ? { application: who } : { user: who }
    const { access_token } = await control("POST", "/tokens", sample)
    return String(access_token)
  }

  /** An incident of the test's own in the workspace soc-prod: tests that run at the same time share nothing else. */
  const newIncident = async (title = "Phishing in finance"): Promise<NewIncident> => {
    const properties = { title, severity: "High", status: "Active" }
    const made = await control("POST", "/arm/workspaces/soc-prod/incidents", properties)
    return { id: `soc-prod~${made.name}`, number: String(made.incidentNumber), title }
  }

  return { control, tokenOf, newIncident }
}

/** The tenant that the tests share. */
export const { control, tokenOf, newIncident } = simulatedTenant(platform.tenantId)
