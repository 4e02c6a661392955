import { entityKindText } from "@incident-teams/api/words/incident"
import type { IncidentEntities } from "@incident-teams/application/ports/IncidentSource"
import type { Part } from "@incident-teams/application/recent/IncidentParts"
import type { Entity } from "@incident-teams/domain/incident/Entity"
import { factList } from "./facts.ts"
import { type Html, html } from "./Html.ts"
import { nothing, partSection } from "./section.ts"

/** Names and addresses as text: an attacker's address must not be clickable. */
export const entitiesSection = (part: Part<IncidentEntities>): Html =>
  partSection(part, { id: "entities", title: "Entities" }, ({ entities, counts }) => {
    const total = counts.reduce((sum, { count }) => sum + count, 0)
    const kinds = [...new Set(entities.map(({ kind }) => kind))].toSorted((a, b) =>
      entityKindText(a, 2).localeCompare(entityKindText(b, 2), "en")
    )
    const countOf = (kind: string, listed: number) => counts.find((one) => one.kind === kind)?.count ?? listed
    return {
      count: Math.max(total, entities.length),
      content:
        entities.length === 0
          ? nothing("This incident has no entities.")
          : html`<div class="kinds">
              ${kinds.map((kind) => {
                const some = entities.filter((one) => one.kind === kind)
                const count = countOf(kind, some.length)
                return html`<div class="kind">
                  <h3>${entityKindText(kind, count)} <span class="count">${count}</span></h3>
                  <ul class="rows">
                    ${some.map(entityRow)}
                  </ul>
                  ${count > some.length ? html`<p class="quiet">Sentinel returned ${some.length} of ${count}.</p>` : ""}
                </div>`
              })}
            </div>`
    }
  })

/** The most informative fact other than the name. */
const hint = ({ name, facts }: Entity): string | undefined =>
  facts.find(({ value, key }) => value !== name && key !== "more")?.value

const entityRow = (entity: Entity): Html => {
  const beside = hint(entity)
  return html`<li class="row">
    ${
      entity.facts.length === 0
        ? html`<p class="row-title mono">${entity.name}</p>`
        : html`<details id="entity-${entity.id}">
            <summary>
              <span class="row-title mono">${entity.name}</span>
              ${beside === undefined ? "" : html`<span class="row-meta"><span class="clip">${beside}</span></span>`}
            </summary>
            ${factList(entity.facts.map(({ label, value }) => [label, html`<span class="mono">${value}</span>`]))}
          </details>`
    }
  </li>`
}
