import type { RoleDefinition } from "../../platform/ArmState.ts"

const role = (
  name: string,
  roleName: string,
  description: string,
  actions: Array<string>,
  notActions: Array<string> = []
): RoleDefinition => ({
  name,
  roleName,
  roleType: "BuiltInRole",
  description,
  permissions: [{ actions, notActions, dataActions: [], notDataActions: [] }],
  assignableScopes: ["/"]
})

/**
 * The built-in roles that matter to incidents, and some that look as if they did. Ids, actions and notActions are
 * those of Microsoft's documentation, "Azure built-in roles" (security, general, privileged, monitor), as of 2026.
 */
export const builtInRoles: ReadonlyArray<RoleDefinition> = [
  role(
    "8d289c81-5878-46d4-8554-54e1e3d8b5cb",
    "Microsoft Sentinel Reader",
    "Reads incidents, data and workbooks of Microsoft Sentinel.",
    [
      "Microsoft.SecurityInsights/*/read",
      "Microsoft.SecurityInsights/dataConnectorsCheckRequirements/action",
      "Microsoft.SecurityInsights/threatIntelligence/indicators/query/action",
      "Microsoft.SecurityInsights/threatIntelligence/queryIndicators/action",
      "Microsoft.OperationalInsights/workspaces/analytics/query/action",
      "Microsoft.OperationalInsights/workspaces/*/read",
      "Microsoft.OperationalInsights/workspaces/LinkedServices/read",
      "Microsoft.OperationalInsights/workspaces/savedSearches/read",
      "Microsoft.OperationsManagement/solutions/read",
      "Microsoft.OperationalInsights/workspaces/query/read",
      "Microsoft.OperationalInsights/workspaces/query/*/read",
      "Microsoft.OperationalInsights/querypacks/*/read",
      "Microsoft.OperationalInsights/workspaces/dataSources/read",
      "Microsoft.Insights/workbooks/read",
      "Microsoft.Insights/myworkbooks/read",
      "Microsoft.Authorization/*/read",
      "Microsoft.Insights/alertRules/*",
      "Microsoft.Resources/deployments/*",
      "Microsoft.Resources/subscriptions/resourceGroups/read",
      "Microsoft.Resources/templateSpecs/*/read",
      "Microsoft.Support/*"
    ],
    [
      "Microsoft.SecurityInsights/ConfidentialWatchlists/*",
      "Microsoft.OperationalInsights/workspaces/query/ConfidentialWatchlist/*"
    ]
  ),
  role(
    "3e150937-b8fe-4cfb-8069-0eaf05ecd056",
    "Microsoft Sentinel Responder",
    "Reads what a reader does, and works on incidents.",
    [
      "Microsoft.SecurityInsights/*/read",
      "Microsoft.SecurityInsights/dataConnectorsCheckRequirements/action",
      "Microsoft.SecurityInsights/automationRules/*",
      "Microsoft.SecurityInsights/cases/*",
      "Microsoft.SecurityInsights/incidents/*",
      "Microsoft.SecurityInsights/entities/runPlaybook/action",
      "Microsoft.SecurityInsights/threatIntelligence/indicators/appendTags/action",
      "Microsoft.SecurityInsights/threatIntelligence/indicators/query/action",
      "Microsoft.SecurityInsights/threatIntelligence/bulkTag/action",
      "Microsoft.SecurityInsights/threatIntelligence/indicators/replaceTags/action",
      "Microsoft.SecurityInsights/threatIntelligence/queryIndicators/action",
      "Microsoft.SecurityInsights/businessApplicationAgents/systems/undoAction/action",
      "Microsoft.OperationalInsights/workspaces/analytics/query/action",
      "Microsoft.OperationalInsights/workspaces/*/read",
      "Microsoft.OperationalInsights/workspaces/dataSources/read",
      "Microsoft.OperationalInsights/workspaces/savedSearches/read",
      "Microsoft.OperationsManagement/solutions/read",
      "Microsoft.OperationalInsights/workspaces/query/read",
      "Microsoft.OperationalInsights/workspaces/query/*/read",
      "Microsoft.OperationalInsights/querypacks/*/read",
      "Microsoft.Insights/workbooks/read",
      "Microsoft.Insights/myworkbooks/read",
      "Microsoft.Authorization/*/read",
      "Microsoft.Insights/alertRules/*",
      "Microsoft.Resources/deployments/*",
      "Microsoft.Resources/subscriptions/resourceGroups/read",
      "Microsoft.Support/*"
    ],
    [
      "Microsoft.SecurityInsights/cases/*/Delete",
      "Microsoft.SecurityInsights/incidents/*/Delete",
      "Microsoft.SecurityInsights/ConfidentialWatchlists/*",
      "Microsoft.OperationalInsights/workspaces/query/ConfidentialWatchlist/*"
    ]
  ),
  role(
    "ab8e14d6-4a74-4a29-9ba8-549422addade",
    "Microsoft Sentinel Contributor",
    "Works on incidents, and creates and edits rules, workbooks and other resources of Microsoft Sentinel.",
    [
      "Microsoft.SecurityInsights/*",
      "Microsoft.OperationalInsights/workspaces/analytics/query/action",
      "Microsoft.OperationalInsights/workspaces/*/read",
      "Microsoft.OperationalInsights/workspaces/savedSearches/*",
      "Microsoft.OperationsManagement/solutions/read",
      "Microsoft.OperationalInsights/workspaces/query/read",
      "Microsoft.OperationalInsights/workspaces/query/*/read",
      "Microsoft.OperationalInsights/workspaces/dataSources/read",
      "Microsoft.OperationalInsights/querypacks/*/read",
      "Microsoft.Insights/workbooks/*",
      "Microsoft.Insights/myworkbooks/read",
      "Microsoft.Authorization/*/read",
      "Microsoft.Insights/alertRules/*",
      "Microsoft.Resources/deployments/*",
      "Microsoft.Resources/subscriptions/resourceGroups/read",
      "Microsoft.Support/*"
    ],
    [
      "Microsoft.SecurityInsights/ConfidentialWatchlists/*",
      "Microsoft.OperationalInsights/workspaces/query/ConfidentialWatchlist/*"
    ]
  ),
  role(
    "51d6186e-6489-4900-b93f-92e23144cca5",
    "Microsoft Sentinel Playbook Operator",
    "Lists, views and runs playbooks by hand.",
    [
      "Microsoft.Logic/workflows/read",
      "Microsoft.Logic/workflows/triggers/listCallbackUrl/action",
      "Microsoft.Web/sites/hostruntime/webhooks/api/workflows/triggers/listCallbackUrl/action",
      "Microsoft.Web/sites/read"
    ]
  ),
  role(
    "f4c81013-99ee-4d62-a7ee-b3f1f648599a",
    "Microsoft Sentinel Automation Contributor",
    "Lets Microsoft Sentinel run playbooks from automation rules; not meant for people.",
    [
      "Microsoft.Authorization/*/read",
      "Microsoft.Logic/workflows/triggers/read",
      "Microsoft.Logic/workflows/triggers/listCallbackUrl/action",
      "Microsoft.Logic/workflows/runs/read",
      "Microsoft.Web/sites/hostruntime/webhooks/api/workflows/triggers/read",
      "Microsoft.Web/sites/hostruntime/webhooks/api/workflows/triggers/listCallbackUrl/action",
      "Microsoft.Web/sites/hostruntime/webhooks/api/workflows/runs/read"
    ]
  ),
  role("8e3af657-a8ff-443c-a75c-2fe8c4bcb635", "Owner", "Full access to all resources, role assignments included.", [
    "*"
  ]),
  role(
    "b24988ac-6180-42a0-ab88-20f7382dd24c",
    "Contributor",
    "Full access to all resources, role assignments excluded.",
    ["*"],
    [
      "Microsoft.Authorization/*/Delete",
      "Microsoft.Authorization/*/Write",
      "Microsoft.Authorization/elevateAccess/Action",
      "Microsoft.Blueprint/blueprintAssignments/write",
      "Microsoft.Blueprint/blueprintAssignments/delete",
      "Microsoft.Compute/galleries/share/action",
      "Microsoft.Purview/consents/write",
      "Microsoft.Purview/consents/delete",
      "Microsoft.Resources/deploymentStacks/manageDenySetting/action",
      "Microsoft.Subscription/cancel/action",
      "Microsoft.Subscription/enable/action"
    ]
  ),
  role("acdd72a7-3385-48ef-bd42-f606fba81ae7", "Reader", "Views all resources and changes none.", ["*/read"]),
  role(
    "18d7d88d-d35e-4fb5-a5c3-7773c20a72d9",
    "User Access Administrator",
    "Manages who has access to Azure resources.",
    ["*/read", "Microsoft.Authorization/*", "Microsoft.Support/*"]
  ),
  role(
    "fb1c8493-542b-48eb-b624-b4c8fea62acd",
    "Security Admin",
    "Reads and changes the settings of Microsoft Defender for Cloud.",
    [
      "Microsoft.Authorization/*/read",
      "Microsoft.Authorization/policyAssignments/*",
      "Microsoft.Authorization/policyDefinitions/*",
      "Microsoft.Authorization/policyExemptions/*",
      "Microsoft.Authorization/policySetDefinitions/*",
      "Microsoft.Insights/alertRules/*",
      "Microsoft.Management/managementGroups/read",
      "Microsoft.operationalInsights/workspaces/*/read",
      "Microsoft.Resources/deployments/*",
      "Microsoft.Resources/subscriptions/resourceGroups/read",
      "Microsoft.Security/*",
      "Microsoft.IoTSecurity/*",
      "Microsoft.IoTFirmwareDefense/*",
      "Microsoft.Support/*"
    ]
  ),
  role("39bc4728-0917-49c7-9d2c-d95423bc2eb4", "Security Reader", "Reads what Microsoft Defender for Cloud knows.", [
    "Microsoft.Authorization/*/read",
    "Microsoft.Insights/alertRules/read",
    "Microsoft.operationalInsights/workspaces/*/read",
    "Microsoft.Resources/deployments/*/read",
    "Microsoft.Resources/subscriptions/resourceGroups/read",
    "Microsoft.Security/*/read",
    "Microsoft.IoTSecurity/*/read",
    "Microsoft.Support/*/read",
    "Microsoft.Security/iotDefenderSettings/packageDownloads/action",
    "Microsoft.Security/iotDefenderSettings/downloadManagerActivation/action",
    "Microsoft.Security/iotSensors/downloadResetPassword/action",
    "Microsoft.IoTSecurity/defenderSettings/packageDownloads/action",
    "Microsoft.IoTSecurity/defenderSettings/downloadManagerActivation/action",
    "Microsoft.Management/managementGroups/read"
  ]),
  role(
    "92aaf0da-9dab-42b6-94a3-d43ce8d16293",
    "Log Analytics Contributor",
    "Reads all monitoring data and edits monitoring settings.",
    [
      "*/read",
      "Microsoft.ClassicCompute/virtualMachines/extensions/*",
      "Microsoft.ClassicStorage/storageAccounts/listKeys/action",
      "Microsoft.Compute/virtualMachines/extensions/*",
      "Microsoft.HybridCompute/machines/extensions/write",
      "Microsoft.Insights/alertRules/*",
      "Microsoft.Insights/diagnosticSettings/*",
      "Microsoft.OperationalInsights/*",
      "Microsoft.OperationsManagement/*",
      "Microsoft.Resources/deployments/*",
      "Microsoft.Resources/subscriptions/resourcegroups/deployments/*",
      "Microsoft.Storage/storageAccounts/listKeys/action",
      "Microsoft.Support/*"
    ]
  ),
  role(
    "73c42c96-874c-492b-b04d-ab87d138a893",
    "Log Analytics Reader",
    "Reads all monitoring data and settings.",
    [
      "*/read",
      "Microsoft.OperationalInsights/workspaces/analytics/query/action",
      "Microsoft.OperationalInsights/workspaces/search/action",
      "Microsoft.Support/*"
    ],
    ["Microsoft.OperationalInsights/workspaces/sharedKeys/read"]
  )
]
