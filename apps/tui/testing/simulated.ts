import { Tenant } from "@incident-teams/testkit/Tenant"
import { simulator } from "@incident-teams/testkit/vitest/simulator"

export interface NewIncident {
  readonly id: string
  readonly number: string
  readonly title: string
}

/** What tests of the console do in a tenant. */
export const simulatedTenant = (tenant: Tenant) => ({
  tenant,
  /** A request of the simulator's control API, about this tenant. */
  control: tenant.control.bind(tenant),
  /** A token as signing in would give it. */
  tokenOf: (who: string): Promise<string> =>
    tenant.token(who === "playbook" || who === "stranger" ? { application: who } : { user: who }),
  /** An incident of the test's own in the workspace soc-prod: tests that run at the same time share nothing else. */
  newIncident: async (title = "Phishing in finance"): Promise<NewIncident> => {
    const properties = { title, severity: "High", status: "Active" }
    const made = await tenant.control("POST", "/arm/workspaces/soc-prod/incidents", properties)
    return { id: `soc-prod~${made.name}`, number: String(made.incidentNumber), title }
  }
})

/** The tenant that the tests share. */
export const { tenant, control, tokenOf, newIncident } = simulatedTenant(new Tenant(simulator, simulator.tenantId))
