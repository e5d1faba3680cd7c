"""How each nyckeltal is named inside a sentence: "Sjukfrånvaron bland anställda (i Östersund var …)"."""

IFO = "inom individ- och familjeomsorgen"
HME = "Medarbetarengagemanget inom individ- och familjeomsorgen"

SUBJEKT = {
    "VP01": f"Andelen vakanta tjänster {IFO}",
    "VP02": f"Svaret på om bemanningsföretag har anlitats {IFO}",
    "VP03": f"Omfattningen av inhyrd personal {IFO}",
    "VP04": f"Andelen inhyrda i förhållande till inrättade tjänster {IFO}",
    "VP05": f"Kostnaden för inhyrd personal {IFO}",
    "VP06": f"Sjukfrånvaron {IFO}",
    "VP07": f"Personalomsättningen {IFO}",
    "VP08": f"Antalet sökande per utlyst tjänst {IFO}",
    "VP09": "Antalet ärenden per socialsekreterare",
    "VP10": "Andelen arbetstid med barn och familjer",
    "VP11": f"Antalet tjänster per enhetschef {IFO}",
    "N00090": "Sjukfrånvaron bland anställda",
    "N00091": "Den långa sjukfrånvarons andel av all sjukfrånvaro",
    "N00092": "Sjukfrånvaron bland anställda under 30 år",
    "N00093": "Sjukfrånvaron bland anställda 30–49 år",
    "N00094": "Sjukfrånvaron bland anställda över 49 år",
    "N00200": "Andelen tillsvidareanställda med månadslön",
    "N00201": "Andelen visstidsanställda med månadslön",
    "N00203": "Andelen arbetad tid som tillsvidareanställda med månadslön utförde",
    "N00205": "Andelen arbetad tid som visstidsanställda med timlön utförde",
    "N00215": "Andelen nya tillsvidareanställda",
    "N00216": "Andelen tillsvidareanställda som hade slutat",
    "N30001": "Nettokostnadsavvikelsen för individ- och familjeomsorg",
    "N30005": "Nettokostnaden för individ- och familjeomsorg",
    "N30012": f"Antalet årsarbetare {IFO}",
    "N30101": "Kostnaden för individ- och familjeomsorg",
    "N30200": f"Andelen tillsvidareanställda med månadslön {IFO}",
    "N30201": f"Andelen visstidsanställda med månadslön {IFO}",
    "N30202": f"Andelen visstidsanställda med timlön {IFO}",
    "N30203": f"Andelen arbetad tid som tillsvidareanställda med månadslön utförde {IFO}",
    "N30204": f"Andelen arbetad tid som visstidsanställda med månadslön utförde {IFO}",
    "N30205": f"Andelen arbetad tid som visstidsanställda med timlön utförde {IFO}",
    "N30206": f"Andelen heltidsanställda {IFO}",
    "N30207": f"Andelen deltidsanställda (75–99 procent) {IFO}",
    "N30208": f"Andelen deltidsanställda (1–74 procent) {IFO}",
    "N30214": f"Andelen anställda som var 55 år eller äldre {IFO}",
    "N30222": "Antalet socialsekreterare anställda av kommunen",
    "N30223": "Antalet årsarbetare som socialsekreterare",
    "U00200": "Medarbetarengagemanget i hela kommunen",
    "U30200": HME,
    "U30201": f"{HME}, delen motivation,",
    "U30202": f"{HME}, delen ledarskap,",
    "U30203": f"{HME}, delen styrning,",
    "U31402": "Väntetiden till beslut om försörjningsstöd vid nybesök",
    "U33401": "Utredningstiden för barn och unga 0–20 år",
    "U33816": ("Andelen handläggare med socionomutbildning och minst ett års erfarenhet av barnutredningar"),
}

# What a no and a yes say after the place: "I Umeå anlitades …".
JA_NEJ = {
    "VP02": (f"anlitades inget bemanningsföretag {IFO}", f"anlitades bemanningsföretag {IFO}"),
}
