"""The PowerShell that exports what a forecast needs: read-only, and nothing but that.

https://learn.microsoft.com/powershell/microsoftgraph/overview
https://learn.microsoft.com/graph/api/user-list
https://learn.microsoft.com/graph/api/rbacapplication-list-roledefinitions
https://learn.microsoft.com/entra/id-governance/licensing-fundamentals
"""

from __future__ import annotations

EXPORT_AGAIN = "export again with the PowerShell that readiness tenant-export prints"
"""What to tell somebody whose export cannot carry an answer; without quotes, which hide values."""
OF_DIRECTORY = f"it is an export of a directory, not of a tenant: scan it, and {EXPORT_AGAIN}"
"""What to tell somebody who gives a directory where a tenant belongs."""

SCRIPT = """\
# Exports what readiness needs to forecast: users, groups, contacts, domains, roles, switches.
# Run it in PowerShell 7 or Windows PowerShell 5.1, signed in as Global Reader or higher. It only
# reads. Then: readiness scan export.ldif --tenant tenant
#
# Install-Module Microsoft.Graph -Scope CurrentUser
$ErrorActionPreference = 'Stop'
# a module does not see that; what could not be asked would look like a list of nothing
$PSDefaultParameterValues = @{ '*-Mg*:ErrorAction' = 'Stop' }
$folder = 'tenant'
New-Item -ItemType Directory -Force $folder | Out-Null
Connect-MgGraph -NoWelcome -Scopes User.Read.All, Group.Read.All, OrgContact.Read.All,
    Domain.Read.All, RoleManagement.Read.Directory, OnPremDirectorySynchronization.Read.All

# -InputObject and @( ) keep one object a list of one; utf8 keeps every letter
function Save($name, $objects) {
    ConvertTo-Json -Depth 6 -InputObject @($objects | Where-Object { $null -ne $_ }) |
        Set-Content -Encoding utf8 (Join-Path $folder "$name.json")
}

# as it comes from Graph, page by page: modules do not know every property of the beta, and would
# leave it out without a word
function Ask($next) {
    while ($next) {
        $page = Invoke-MgGraphRequest -Uri $next
        $page.value
        $next = $page.'@odata.nextLink'
    }
}

# every property is named: one that is not asked for comes back empty, as if nobody had it
$user = 'id', 'displayName', 'userPrincipalName', 'mail', 'mailNickname', 'proxyAddresses',
    'accountEnabled', 'userType', 'creationType', 'onPremisesSyncEnabled',
    'onPremisesImmutableId', 'onPremisesSecurityIdentifier', 'onPremisesLastSyncDateTime',
    'onPremisesProvisioningErrors', 'assignedLicenses', 'usageLocation', 'givenName', 'surname',
    'jobTitle', 'department', 'companyName', 'officeLocation', 'city'
Save 'users' (Get-MgUser -All -Property $user | Select-Object $user)

# to which object of which directory a user is mapped: a takeover of such a user is refused
Save 'objectIdentifiers' (Ask '/beta/users?$select=id,onPremisesObjectIdentifier&$top=999' |
    Where-Object { $_.onPremisesObjectIdentifier })

# deleted users keep their source anchor for 30 days
$deleted = ($user -join ',') + ',deletedDateTime'
Save 'deletedUsers' (
    Ask "/v1.0/directory/deletedItems/microsoft.graph.user?`$select=$deleted&`$top=999")

$group = 'id', 'displayName', 'mail', 'mailNickname', 'proxyAddresses', 'securityEnabled',
    'mailEnabled', 'groupTypes', 'onPremisesSyncEnabled', 'onPremisesSecurityIdentifier',
    'isAssignableToRole'
$groups = Get-MgGroup -All -Property $group | Select-Object $group
Save 'groups' $groups

$contact = 'id', 'displayName', 'mail', 'mailNickname', 'proxyAddresses', 'onPremisesSyncEnabled'
Save 'contacts' (Get-MgContact -All -Property $contact | Select-Object $contact)

# who holds a directory role, may activate one, or has one through a group
$role = 'id', 'principalId', 'roleDefinitionId'
Save 'roleAssignments' (Get-MgRoleManagementDirectoryRoleAssignment -All | Select-Object $role)
# without Entra ID P2 nobody can be eligible, and Graph does not answer
$eligible = try {
    Get-MgRoleManagementDirectoryRoleEligibilitySchedule -All | Select-Object $role
} catch {
    if ("$_ $($_.FullyQualifiedErrorId)" -notmatch 'AadPremiumLicenseRequired') { throw }
}
Save 'roleEligibilitySchedules' $eligible
# which roles are privileged, only the beta tells
Save 'roleDefinitions' (Ask ('/beta/roleManagement/directory/roleDefinitions' +
    '?$select=id,templateId,displayName,isPrivileged'))
Save 'roleGroupMembers' ($groups | Where-Object IsAssignableToRole | ForEach-Object {
    [pscustomobject]@{
        groupId = $_.Id
        members = @(Get-MgGroupTransitiveMember -All -GroupId $_.Id | ForEach-Object Id)
    }
})

$domain = 'id', 'isVerified', 'isInitial', 'isDefault', 'authenticationType'
Save 'domains' (Get-MgDomain -All | Select-Object $domain)
Save 'onPremisesSynchronization' (Ask '/v1.0/directory/onPremisesSynchronization')
"""
