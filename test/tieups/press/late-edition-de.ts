import type { TrapCase } from "../trap-cases.ts";

/** Headlines of business pages, a third batch, written last and mended least. */
export const lateEditionGerman: TrapCase[] = [
  ["press", "de", "BMW und Qualcomm stellen gemeinsames Fahrassistenzsystem vor", "BMW+Qualcomm cooperation agreed"],
  ["press", "de", "Mercedes zieht Sensoren von Luminar zurück, BMW wartet ab", "Mercedes+Luminar supply ended"],
  ["press", "de", "Renault verkauft Nissan-Aktien zurück an Nissan", "Renault+Nissan stake agreed"],
  ["press", "de", "Porsche muss Cellforce-Partner BASF enttäuschen", "Porsche+BASF cooperation active"],
  [
    "press",
    "de",
    "Thyssenkrupp und EPH beenden Gespräche über Stahl-Joint-Venture",
    "Thyssenkrupp+EPH joint-venture ended",
  ],
  [
    "press",
    "de",
    "Merck-Chefin schließt Kooperation mit Novo Nordisk nicht aus",
    "Merck+Novo Nordisk cooperation rumoured",
  ],
  ["press", "de", "Uniper verkauft Fernwärme an Steag und Iqony", "Uniper+Steag+Iqony merger agreed"],
  ["press", "de", "RWE klagt, Uniper zahlt", "none"],
  ["press", "de", "Deutsche Bank und Postbank: Chaos nach IT-Umzug", "none"],
  ["press", "de", "Lufthansa-Piloten solidarisieren sich mit Ryanair-Crews", "none"],
  ["press", "de", "Amazon stellt Lieferdienst mit Tegut ein", "Amazon+Tegut cooperation ended"],
  ["press", "de", "Zalando und About You: Kartellamt prüft Zusammenschluss", "Zalando+About You merger rumoured"],
  ["press", "de", "Telekom-Chef Höttges trifft Nvidia-Chef Huang", "none"],
  ["press", "de", "Telekom und Nvidia errichten KI-Fabrik in München", "Telekom+Nvidia cooperation agreed"],
  ["press", "de", "Airbus steigt bei Satellitenprojekt von OneWeb aus", "Airbus+OneWeb stake ended"],
  ["press", "de", "Deutsche Bahn verbannt Siemens-Sitze", "none"],
  ["press", "de", "Nike und FC Bayern? Adidas reagiert gelassen", "none"],
  ["press", "de", "Unilever spaltet Magnum ab, Nestle bleibt bei Froneri", "none"],
];
