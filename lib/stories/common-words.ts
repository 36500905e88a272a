/**
 * Words that say nothing about which event a headline is of, folded ("fuer", "uber" without the umlaut), by language.
 * Written by hand: function words, the reporting verbs of the trade and the furniture of headlines ("Liveblog", "review").
 */
export const stopWords: Record<"de" | "en", ReadonlySet<string>> = {
  de: words(`
    aber abermals ab alle allem allen aller alles als also am an andere anderen anderer anders auch auf aus ausserdem
    bald bei beim beide beiden bereits bis bislang bisher da dabei dafur dagegen daher damit danach dann daran darauf
    darf darum das dass davon dazu dein dem den denen denn dennoch der deren derzeit des dessen deshalb die dies diese
    diesem diesen dieser dieses doch dort du durch durfen durfte eben eher eigene eigenen ein eine einem einen einer
    eines einmal er erneut erst es etwa etwas euch euer fast fur ganz gar geben gegen gegenuber gehen geht gerade gibt
    gut hat hatte hatten haben hab habe halt her hier hin hinter ich ihm ihn ihnen ihr ihre ihrem ihren ihrer im immer in
    ins ist ja je jede jedem jeden jeder jedes jedoch jetzt kann kein keine keinem keinen keiner kommt kommen konnen
    konnte konnten kunftig laut lasst lassen lieber macht machen mal man mehr mehrere mein mit mochte muss mussen musste
    nach nachdem nahe neben nicht nichts nie niemand noch nun nur ob oder offenbar ohne per pro schon sehr sei sein seine
    seinem seinen seiner seit sich sie sind so sofort sogar soll sollen sollte sollten sondern sowie statt stehen steht
    tun uber um und uns unser unsere unter viel viele vielen vom von vor voran war waren warum was weg wegen weil weiter
    weiterhin weitere weiteren welche welcher wenig weniger wenn wer werden wie wieder will wir wird wo wohl wollen wollte
    worden wurde wurden zu zudem zum zur zuvor zwar zwischen angeblich demnach mitteilte teilte sagte sagt heisst hiess
    gilt bleibt bleiben stellt nimmt zieht setzt legt sieht bringt lauft dpa afp reuters
    live liveblog ticker newsticker news video bilder fotos podcast kommentar analyse interview exklusiv uberblick
    montag dienstag mittwoch donnerstag freitag samstag sonntag sonnabend heute gestern morgen uhr`),
  en: words(`
    a about above after again all almost already also although am an and any are as at back be because been before being
    but by can could did do does doing down during each even ever every few for from further get gets getting go goes
    going got had has have having he her here hers him his how i if in into is it its itself just last least let like
    made make makes many may me might more most much must my near new no nor not now of off on once one only or other our
    out over own per put said same say saying says see she should since so some still such take takes taking than that
    the their them then there these they this those through to today told too two under until up upon us use used very
    via was we week well were what when where which while who whom whose why will with within without would yet you your
    yesterday tomorrow day amid among around here's it's that's what's don't won't isn't can't
    monday tuesday wednesday thursday friday saturday sunday
    update exclusive live video watch photos pictures gallery blog roundup wrapup recap review analysis opinion
    reuters ap afp report reports reported reportedly news briefing highlights`),
};

/**
 * Words that fill many headlines of one day without being function words: they count half. By hand, folded and unstemmed.
 */
export const commonWords: Record<"de" | "en", ReadonlySet<string>> = {
  de: words(`
    deutschland deutsche deutschen deutscher deutsches europa eu usa us berlin munchen hamburg polizei regierung
    bundesregierung bundestag kanzler minister prasident chef ex tote tot verletzte menschen mann frau kinder kind jahr
    jahre jahren monat woche tag tage euro dollar prozent million millionen milliarde milliarden studie umfrage gericht
    krieg ukraine russland russisch krise corona fussball bundesliga wm em land stadt welt neue neuer neues neuen erste
    ersten erster erstmals grosse grosser grosste hohe hoher zwei drei vier funf sechs sieben acht neun zehn unternehmen
    konzern firma firmen aktie aktien borse gewinn umsatz markt kunden mitarbeiter hersteller autobauer partner
    zusammenarbeit kooperation partnerschaft wirtschaft politik sport kultur panorama
    ende start beginn plan plane kritik streit sorge angriff deal`),
  en: words(`
    us uk eu china american british america world government president minister police court people man woman year years
    month first second top big best high low record million billion percent pct dollar euro company companies firm group
    inc corp ltd stock stocks share shares market markets price prices profit sales quarter earnings data deal partner
    partners partnership cooperation agreement talks chief ceo official officials study season show start end plan plans
    rise rises fall falls hit hits set three four five six seven eight nine ten`),
};

function words(text: string): ReadonlySet<string> {
  return new Set(text.split(/\s+/).filter(Boolean));
}
