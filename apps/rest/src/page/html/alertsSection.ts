import { tacticText } from "@incident-teams/api/words/incident"
import type { Part } from "@incident-teams/application/recent/IncidentParts"
import type { Alert } from "@incident-teams/domain/incident/Alert"
import { factList } from "./facts.ts"
import { type Html, html } from "./Html.ts"
import { severityBadge } from "./incidentHead.ts"
import { outLink, safeAddress } from "./safeLink.ts"
import { nothing, partSection } from "./section.ts"
import { span, time } from "./time.ts"

export const alertsSection = (part: Part<ReadonlyArray<Alert>>): Html =>
  partSection(part, { id: "alerts", title: "Alerts" }, (alerts) => ({
    count: alerts.length,
    content:
      alerts.length === 0
        ? nothing("This incident has no alerts.")
        : html`<ol class="rows stacked">
            ${alerts.toSorted((a, b) => (a.started ?? 0) - (b.started ?? 0)).map(alertRow)}
          </ol>`
  }))

const alertRow = (alert: Alert): Html => {
  const { started, ended } = alert
  const address = safeAddress(alert.url)
  return html`<li class="row" data-severity="${alert.severity ?? ""}">
    <details id="alert-${alert.id}">
      <summary>
        <span class="row-title">${alert.name}</span>
        <span class="row-meta">
          ${alert.severity === undefined ? "" : severityBadge(alert.severity)}
          ${started === undefined ? "" : time(started)}
          ${started === undefined || ended === undefined || ended <= started ? "" : html`<span>for ${span(ended - started)}</span>`}
          ${alert.productName === undefined ? "" : html`<span>${alert.productName}</span>`}
        </span>
      </summary>
      ${alert.description === undefined ? "" : html`<p class="prose">${alert.description}</p>`}
      ${
        alert.remediationSteps.length === 0
          ? ""
          : html`<h3>Remediation steps</h3>
              <ol class="steps">
                ${alert.remediationSteps.map((step) => html`<li>${step}</li>`)}
              </ol>`
      }
      ${factList([
        ["Compromised entity", alert.compromisedEntity],
        ["Tactics", alert.tactics.length === 0 ? undefined : alert.tactics.map(tacticText).join(", ")],
        ["Status", alert.status],
        ["Type", alert.type === alert.name ? undefined : alert.type],
        ["Detected by", [alert.vendorName, alert.productName, alert.productComponentName].filter(Boolean).join(", ")],
        ["Confidence", alert.confidenceLevel],
        ["Provider alert ID", alert.providerAlertId],
        ["Alert ID", alert.id]
      ])}
      ${address === undefined ? "" : html`<p>${outLink(address.href, `Open the alert at ${address.host}`)}</p>`}
    </details>
  </li>`
}
