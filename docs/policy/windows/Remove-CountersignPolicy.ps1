# Takes settings and installation of one program out of the registry. Run as administrator.
param([Parameter(Mandatory = $true)][ValidateSet('thunderbird', 'firefox', 'chrome', 'edge')][string]$Program)
$ErrorActionPreference = 'Stop'
Set-StrictMode -Version 2.0
# Where each program looks: settings, installation, and whether JSON stands in a REG_MULTI_SZ.
$Places = @{
  'thunderbird' = @{ Settings = 'HKLM:\SOFTWARE\Policies\Mozilla\Thunderbird\3rdparty\Extensions\countersign@countersign.example'; Installation = 'HKLM:\SOFTWARE\Policies\Mozilla\Thunderbird\ExtensionSettings\countersign@countersign.example'; Multi = $true }
  'firefox' = @{ Settings = 'HKLM:\SOFTWARE\Policies\Mozilla\Firefox\3rdparty\Extensions\countersign@countersign.example'; Installation = 'HKLM:\SOFTWARE\Policies\Mozilla\Firefox\ExtensionSettings\countersign@countersign.example'; Multi = $true }
  'chrome' = @{ Settings = 'HKLM:\SOFTWARE\Policies\Google\Chrome\3rdparty\extensions\nemnabfhkblppolmllljchekeijchgof\policy'; Installation = 'HKLM:\SOFTWARE\Policies\Google\Chrome\ExtensionSettings\nemnabfhkblppolmllljchekeijchgof'; Multi = $false }
  'edge' = @{ Settings = 'HKLM:\SOFTWARE\Policies\Microsoft\Edge\3rdparty\extensions\nemnabfhkblppolmllljchekeijchgof\policy'; Installation = 'HKLM:\SOFTWARE\Policies\Microsoft\Edge\ExtensionSettings\nemnabfhkblppolmllljchekeijchgof'; Multi = $false }
}
foreach ($key in @($Places[$Program].Settings, $Places[$Program].Installation)) {
  if (Test-Path -LiteralPath $key) { Remove-Item -LiteralPath $key -Recurse -Force }
}
