# Writes the settings and the installation of a policy file into the registry, in the place of those there. Run as administrator.
# The file is what Linux takes and what countersign policy validate checks: policies.json, or that of Chromium for Chrome and Edge.
# Example: .\Set-CountersignPolicy.ps1 -Program thunderbird -File policies.json
param(
  [Parameter(Mandatory = $true)][ValidateSet('thunderbird', 'firefox', 'chrome', 'edge')][string]$Program,
  [Parameter(Mandatory = $true)][string]$File
)
$ErrorActionPreference = 'Stop'
Set-StrictMode -Version 2.0
Remove-TypeData -TypeName System.Array -ErrorAction SilentlyContinue
# Where each program looks: settings, installation, and whether JSON stands in a REG_MULTI_SZ.
$Places = @{
  'thunderbird' = @{ Settings = 'HKLM:\SOFTWARE\Policies\Mozilla\Thunderbird\3rdparty\Extensions\countersign@countersign.example'; Installation = 'HKLM:\SOFTWARE\Policies\Mozilla\Thunderbird\ExtensionSettings\countersign@countersign.example'; Multi = $true }
  'firefox' = @{ Settings = 'HKLM:\SOFTWARE\Policies\Mozilla\Firefox\3rdparty\Extensions\countersign@countersign.example'; Installation = 'HKLM:\SOFTWARE\Policies\Mozilla\Firefox\ExtensionSettings\countersign@countersign.example'; Multi = $true }
  'chrome' = @{ Settings = 'HKLM:\SOFTWARE\Policies\Google\Chrome\3rdparty\extensions\nemnabfhkblppolmllljchekeijchgof\policy'; Installation = 'HKLM:\SOFTWARE\Policies\Google\Chrome\ExtensionSettings\nemnabfhkblppolmllljchekeijchgof'; Multi = $false }
  'edge' = @{ Settings = 'HKLM:\SOFTWARE\Policies\Microsoft\Edge\3rdparty\extensions\nemnabfhkblppolmllljchekeijchgof\policy'; Installation = 'HKLM:\SOFTWARE\Policies\Microsoft\Edge\ExtensionSettings\nemnabfhkblppolmllljchekeijchgof'; Multi = $false }
}
function Write-Members([string]$Key, $Members, [bool]$Multi) {
  if (-not (Test-Path -LiteralPath $Key)) { New-Item -Path $Key -Force | Out-Null }
  foreach ($member in $Members.PSObject.Properties) {
    $name = $member.Name
    $value = $member.Value
    if ($value -is [bool] -or $value -is [int] -or $value -is [long]) {
      New-ItemProperty -LiteralPath $Key -Name $name -PropertyType DWord -Value ([int]$value) -Force | Out-Null
    } elseif ($value -is [string]) {
      New-ItemProperty -LiteralPath $Key -Name $name -PropertyType String -Value $value -Force | Out-Null
    } elseif ($value -is [array] -and @($value | Where-Object { $_ -isnot [string] }).Count -eq 0) {
      $list = "$Key\$name"
      New-Item -Path $list -Force | Out-Null
      for ($place = 0; $place -lt $value.Count; $place++) {
        New-ItemProperty -LiteralPath $list -Name ([string]($place + 1)) -PropertyType String -Value $value[$place] -Force | Out-Null
      }
    } elseif ($value -is [array]) {
      $json = ConvertTo-Json -InputObject $value -Depth 20 -Compress
      if ($Multi) { New-ItemProperty -LiteralPath $Key -Name $name -PropertyType MultiString -Value @($json) -Force | Out-Null }
      else { New-ItemProperty -LiteralPath $Key -Name $name -PropertyType String -Value $json -Force | Out-Null }
    } else {
      Write-Members "$Key\$name" $value $Multi
    }
  }
}
function Set-Policy([string]$Program, $Settings, $Installation) {
  $place = $Places[$Program]
  foreach ($key in @($place.Settings, $place.Installation)) {
    if (Test-Path -LiteralPath $key) { Remove-Item -LiteralPath $key -Recurse -Force }
  }
  Write-Members $place.Settings $Settings $place.Multi
  Write-Members $place.Installation $Installation $place.Multi
}
$policies = ConvertFrom-Json (Get-Content -LiteralPath $File -Raw -Encoding UTF8)
if ($policies.PSObject.Properties['policies']) { $policies = $policies.policies }
$id = Split-Path -Path $Places[$Program].Installation -Leaf
Set-Policy $Program $policies.'3rdparty'.Extensions.$id $policies.ExtensionSettings.$id
