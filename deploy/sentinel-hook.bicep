// A playbook that reports each new or changed incident to Incident Teams, and the automation rules of Microsoft Sentinel
// that run it. Without it, Incident Teams finds changes within seconds by itself. Into the workspace's resource group:
//
//   az deployment group create --resource-group <group> --template-file deploy/sentinel-hook.bicep --parameters \
//     workspaceName=<name> publicUrl=https://incidents.example.org clientId=<client ID of the app registration> \
//     sentinelPrincipalId=$(az ad sp show --id 98785600-1bb7-4fb9-b9fa-19afe2c8a360 --query id --output tsv)
//
// Then grant the playbook's identity (output principalId) the app role Incident.Notify: docs/how-to/call-the-api.md.
//
// Not run: neither Bicep's compiler nor Azure. The automation rules were compared by hand with published samples, the
// properties of the playbook and its connection with nothing. A test compares path and audience with the server.

param location string = resourceGroup().location

@description('The Log Analytics workspace with Microsoft Sentinel, in this resource group.')
param workspaceName string

@description('Where Incident Teams is reached, without a slash at the end.')
param publicUrl string

@description('API_AUDIENCE. Default of the server: the client ID of its app registration.')
param clientId string

@description('Object ID of Azure Security Insights in this tenant, which runs playbooks for automation rules.')
param sentinelPrincipalId string

resource workspace 'Microsoft.OperationalInsights/workspaces@2023-09-01' existing = {
  name: workspaceName
}

resource connection 'Microsoft.Web/connections@2016-06-01' = {
  name: 'incident-teams-sentinel'
  location: location
  properties: {
    displayName: 'incident-teams-sentinel'
    // The playbook's own identity: nobody signs in, and there is no secret. The type definitions don't have it yet.
    #disable-next-line BCP037
    parameterValueType: 'Alternative'
    api: { id: subscriptionResourceId('Microsoft.Web/locations/managedApis', location, 'azuresentinel') }
  }
}

resource playbook 'Microsoft.Logic/workflows@2019-05-01' = {
  name: 'incident-teams-hook'
  location: location
  identity: { type: 'SystemAssigned' }
  properties: {
    state: 'Enabled'
    definition: {
      '$schema': 'https://schema.management.azure.com/providers/Microsoft.Logic/schemas/2016-06-01/workflowdefinition.json#'
      contentVersion: '1.0.0.0'
      parameters: { '$connections': { type: 'Object', defaultValue: {} } }
      triggers: {
        // Automation rules find the trigger by this name.
        Microsoft_Sentinel_incident: {
          type: 'ApiConnectionWebhook'
          inputs: {
            body: { callback_url: '@{listCallbackUrl()}' }
            host: { connection: { name: '@parameters(\'$connections\')[\'azuresentinel\'][\'connectionId\']' } }
            path: '/incident-creation'
          }
        }
      }
      actions: {
        Report_the_change: {
          type: 'Http'
          runAfter: {}
          inputs: {
            method: 'POST'
            uri: '${publicUrl}/v1/hooks/sentinel'
            headers: { 'Content-Type': 'application/json' }
            body: { object: { id: '@{triggerBody()?[\'object\']?[\'id\']}' } }
            authentication: { type: 'ManagedServiceIdentity', audience: clientId }
            retryPolicy: { type: 'exponential', count: 4, interval: 'PT10S' }
          }
        }
      }
    }
    parameters: {
      '$connections': {
        value: {
          azuresentinel: {
            connectionId: connection.id
            connectionName: connection.name
            id: subscriptionResourceId('Microsoft.Web/locations/managedApis', location, 'azuresentinel')
            connectionProperties: { authentication: { type: 'ManagedServiceIdentity' } }
          }
        }
      }
    }
  }
}

// Microsoft Sentinel Responder: the trigger subscribes to incidents.
resource reads 'Microsoft.Authorization/roleAssignments@2022-04-01' = {
  name: guid(resourceGroup().id, playbook.id, 'Microsoft Sentinel Responder')
  properties: {
    principalId: playbook.identity.principalId
    principalType: 'ServicePrincipal'
    roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', '3e150937-b8fe-4cfb-8069-0eaf05ecd056')
  }
}

// Microsoft Sentinel Automation Contributor: automation rules run the playbook.
resource runs 'Microsoft.Authorization/roleAssignments@2022-04-01' = {
  scope: playbook
  name: guid(playbook.id, sentinelPrincipalId, 'Microsoft Sentinel Automation Contributor')
  properties: {
    principalId: sentinelPrincipalId
    principalType: 'ServicePrincipal'
    roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', 'f4c81013-99ee-4d62-a7ee-b3f1f648599a')
  }
}

resource rules 'Microsoft.SecurityInsights/automationRules@2025-06-01' = [
  for trigger in ['Created', 'Updated']: {
    scope: workspace
    name: guid(workspace.id, 'incident-teams', trigger)
    dependsOn: [runs]
    properties: {
      displayName: 'Incident Teams: ${toLower(trigger)} incidents'
      // After the rules that change incidents.
      order: 900
      triggeringLogic: {
        isEnabled: true
        triggersOn: 'Incidents'
        triggersWhen: trigger
        conditions: []
      }
      actions: [
        {
          order: 1
          actionType: 'RunPlaybook'
          actionConfiguration: { logicAppResourceId: playbook.id, tenantId: tenant().tenantId }
        }
      ]
    }
  }
]

@description('Object ID of the identity to which the app role Incident.Notify is granted.')
output principalId string = playbook.identity.principalId
