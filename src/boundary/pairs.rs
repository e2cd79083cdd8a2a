//! Countries by one Han character, which are names only beside another (*俄乌战争*,
//! *韩俄关系*) and in a few words (*驻俄大使*).
//!
//! The characters are frequent words and parts of words. So they must be beside each other in a
//! pair that is usual, and before a word for what states have with each other. Pairs that also
//! arise where two words meet (*宪法 | 中*) must be before one of the clearest words. The
//! characters and their countries are surface forms. The built-in ones are rare characters;
//! frequent ones (*中*, *日*, *美*) are halves of pairs, and names only in gazetteers of users. What
//! a reading of one means is not checked here: a character of several countries (*巴*) has none.

use crate::bytes::array_at;
use crate::span::Span;

/// The bytes of a character.
const LEN: usize = 3;
/// The most characters beside each other: 日米豪印.
const RUN: usize = 4;

/// Whether a surface form is a character that is a country only beside another one.
#[cfg(feature = "alloc")]
pub(crate) fn is_of_pair(form: &str) -> bool {
    let is_half = |pair: &str| pair.starts_with(form) || pair.ends_with(form);
    form.len() == LEN && PAIRS.iter().chain(WORDS).any(|pair| is_half(pair))
}

/// By the last two bytes of a character, a bit that is set if it is one of a pair.
static CHARACTERS: [u64; 64] = {
    let mut set = [0; 64];
    let lists = [PAIRS, WORDS];
    let (mut list, mut index) = (0, 0);
    while list < lists.len() {
        if index == lists[list].len() {
            (list, index) = (list + 1, 0);
            continue;
        }
        if let [_, a, b, _, c, d] = *lists[list][index].as_bytes() {
            set[(a & 63) as usize] |= 1 << (b & 63);
            set[(c & 63) as usize] |= 1 << (d & 63);
        }
        index += 1;
    }
    set
};

/// Pairs of countries.
const PAIRS: &[&str] = &[
    "中美", "美中", "中俄", "俄中", "中日", "日中", "中英", "中德", "德中", "中韩", "韩中", "中韓",
    "韓中", "中印", "中澳", "澳中", "中朝", "朝中", "中越", "中蒙", "中泰", "泰中", "中菲", "菲中",
    "中墨", "中葡", "中柬", "中缅", "中緬", "美俄", "俄美", "美日", "日美", "美韩", "韩美", "美韓",
    "韓美", "美英", "英美", "美法", "美印", "印美", "美越", "越美", "美菲", "菲美", "美朝", "朝美",
    "美澳", "澳美", "美墨", "墨美", "美加", "德美", "俄蒙", "蒙俄", "美乌", "乌美", "美烏", "日韩",
    "韩日", "日韓", "韓日", "日俄", "俄日", "日印", "印日", "日澳", "澳日", "日菲", "英法", "法英",
    "法德", "德法", "英德", "德英", "英俄", "俄英", "德俄", "俄德", "法俄", "俄法", "俄乌", "乌俄",
    "俄烏", "烏俄", "俄朝", "朝俄", "朝韩", "韩朝", "泰柬", "柬泰", "印澳", "英澳", "澳英", "美台",
    "台美", "台日", "日台", "日米", "米日", "米中", "中露", "露中", "中ロ", "ロ中", "米露", "露米",
    "米ロ", "ロ米", "日露", "露日", "日ロ", "ロ日", "米韓", "韓米", "米朝", "朝米", "日朝", "米英",
    "英米", "米仏", "仏米", "米独", "独米", "米豪", "豪米", "米印", "印米", "米台", "台米", "米加",
    "米越", "日英", "英日", "日仏", "仏日", "日独", "独日", "日豪", "豪日", "日加", "日越", "英仏",
    "仏英", "仏独", "独仏", "英独", "独英", "豪印", "印豪", "英豪", "豪英", "豪韓", "中豪", "豪中",
    "露朝", "ロ朝",
];

/// Pairs that also arise where two words meet, or are words.
const WORDS: &[&str] = &[
    "中法", "法中", "法美", "中加", "加中", "加美", "印中", "越中", "英中", "蒙中", "墨中", "葡中",
    "中波", "中埃", "中意", "意中", "德意", "法意", "英意", "中乌", "柬中", "缅中", "中仏", "中独",
    "中巴", "巴中", "中哈", "哈中", "中老", "中新", "中马", "中土", "中以", "中沙", "中伊", "中智",
    "中秘", "中塞", "中匈", "中希", "中荷", "中瑞", "中白", "中阿", "中古", "中尼", "伊中", "匈中",
    "中港", "港中",
];

/// Words for what states have with each other, which follow a pair.
const BETWEEN: &[&str] = &[
    "关系",
    "關係",
    "関係",
    "两国",
    "兩國",
    "両国",
    "两地",
    "兩地",
    "双方",
    "雙方",
    "双边",
    "雙邊",
    "之间",
    "之間",
    "友好",
    "建交",
    "邦交",
    "国交",
    "外交",
    "外长",
    "外長",
    "外相",
    "首脑",
    "首腦",
    "首脳",
    "元首",
    "领导人",
    "領導人",
    "峰会",
    "峰會",
    "边境",
    "邊境",
    "边界",
    "邊界",
    "国境",
    "人民",
    "三国",
    "三國",
    "三方",
    "3か国",
    "3カ国",
    "4か国",
    "4カ国",
];

/// More words that follow a pair.
const AFTER: &[&str] = &[
    "政府", "贸易", "貿易", "经贸", "經貿", "经济", "經濟", "経済", "会谈", "會談", "会談", "谈判",
    "談判", "交渉", "对话", "對話", "対話", "协议", "协定", "協定", "協議", "协商", "协作", "条约",
    "條約", "条約", "联合", "聯合", "共同", "合作", "協力", "安保", "同盟", "战争", "戰爭", "戦争",
    "冲突", "衝突", "摩擦", "对抗", "對抗", "対立", "対決", "竞争", "競爭", "競争", "交流", "交往",
    "军事", "軍事", "战略", "戰略", "戦略", "高层", "高層", "高官", "通商", "投资", "投資", "关税",
    "關稅", "関税", "国防", "防衛", "和平", "停战", "停戦", "局势", "分歧", "紧张", "緊張", "事務",
    "间的", "間の", "間で", "間に", "达成", "達成", "签署", "簽署", "发表", "發表", "建立", "举行",
    "舉行", "宣布", "作为", "作為", "通过", "通過",
];

/// Particles and verbs that follow a pair with which a clause begins.
const FREE: &[&str] = &[
    "就", "将", "將", "应", "應", "已", "在", "的", "和", "与", "與", "が", "は", "の", "で", "も",
    "に", "を", "、", "，", "。",
];

/// Pairs that are words where a clause begins: daytime, a city, a newspaper.
const BEGINNINGS: &[&str] = &["日中", "中日", "中越", "英德", "中印"];

/// Signs before a clause.
const SIGNS: &[&str] = &[
    "，", "。", "、", "；", "：", "！", "？", "「", "『", "《", "（", "“", "‘", "—", "…", "　",
    "\n", " ", "(", ",",
];

/// After an embassy or a garrison in a country: 驻美大使.
const OFFICES: &[&str] = &[
    "大使", "使馆", "使館", "使领", "总领", "總領", "领馆", "公使", "武官", "代表", "记者", "記者",
    "机构", "部队", "部隊", "美军", "美軍", "英军", "人员", "期间",
];

/// After a visit to a country: 访美期间.
const VISITS: &[&str] = &[
    "期间", "期間", "的", "时", "後", "后", "前", "，", "。", "、", "回国", "行程", "团", "計",
    "计划", "成果", "结果", "旅", "并", "和", "将",
];

/// Before the character for a visit where it is another word: interviews, tours.
const NO_VISITS: &[&str] =
    &["采", "採", "走", "探", "暗", "查", "上", "拜", "专", "寻", "回", "信", "家", "到"];

/// After 日 where it is Japan.
const OF_JAPAN: &[&str] = &["军", "軍", "寇", "媒，", "媒：", "媒称", "媒报"];

/// Signs after which 日 is a day and 中 is *in* or *middle*: 今日, 十日, 其中.
const NOT_BEFORE: &[&str] = &[
    "今", "同", "翌", "昨", "明", "毎", "每", "当", "近", "即", "次", "平", "假", "休", "生", "节",
    "初", "终", "終", "連", "曜", "期", "一", "二", "三", "四", "五", "六", "七", "八", "九", "十",
    "〇", "其", "手", "心", "途", "集", "空", "高", "会", "年", "月",
];

/// Whether the character at a span is beside another one, and both are before a word for what
/// states have with each other.
#[inline]
pub(crate) fn is_paired(text: &[u8], span: Span) -> bool {
    let may_be = |character: Option<&[u8]>| match character {
        Some(&[_, a, b]) => CHARACTERS[usize::from(a & 63)] >> (b & 63) & 1 == 1,
        _ => false,
    };
    // Most neighbours are other characters.
    let before = span.start.checked_sub(LEN).and_then(|at| text.get(at..span.start));
    (may_be(text.get(span.end..span.end + LEN)) || may_be(before)) && is_in_pair(text, span)
        || is_by_itself(text, span)
}

/// Whether words around a character that is not in a pair show that it is a country.
fn is_by_itself(text: &[u8], span: Span) -> bool {
    let before = text.get(..span.start).unwrap_or(&[]);
    let is = |character: &str| text.get(span.range()) == Some(character.as_bytes());
    match before {
        // 驻 and 駐
        [.., 0xE9, 0xA9, 0xBB] | [.., 0xE9, 0xA7, 0x90] => begins(text, span.end, OFFICES),
        // 访 and 訪
        [rest @ .., 0xE8, 0xAE, 0xBF] | [rest @ .., 0xE8, 0xA8, 0xAA] => {
            !is("中")
                && !NO_VISITS.iter().any(|word| rest.ends_with(word.as_bytes()))
                && (begins(text, span.end, VISITS)
                    || matches!(text.get(span.end), None | Some(b'\n' | b'\r')))
        }
        _ => is("日") && begins(text, span.end, OF_JAPAN) && !is_mere_word(text, span.start),
    }
}

#[cold]
fn is_in_pair(text: &[u8], span: Span) -> bool {
    let (mut start, mut end) = (span.start, span.end);
    let mut count = 1;
    while count < RUN && start.checked_sub(LEN).is_some_and(|at| is_pair(text, at, PAIRS)) {
        (start, count) = (start - LEN, count + 1);
    }
    while count < RUN && is_pair(text, end - LEN, PAIRS) {
        (end, count) = (end + LEN, count + 1);
    }
    if count == 1 {
        let before = start.checked_sub(LEN).filter(|&at| is_pair(text, at, WORDS));
        let Some(first) = before.or(is_pair(text, start, WORDS).then_some(start)) else {
            return false;
        };
        return begins(text, first + 2 * LEN, BETWEEN);
    }
    let is_surely = begins(text, end, BETWEEN);
    let first = array_at::<LEN>(text, start);
    let is_day = first == *"日".as_bytes();
    if (is_day || (first == *"中".as_bytes() && !is_surely)) && is_mere_word(text, start) {
        // What is after it may be a pair by itself: 今日 | 米中関係.
        if span.start == start || count == 2 {
            return false;
        }
    }
    is_surely
        || begins(text, end, AFTER)
        || (begins_clause(text, start)
            && !is_pair(text, start, BEGINNINGS)
            && begins(text, end, FREE))
}

/// Whether the two characters at an offset are one of these pairs.
fn is_pair(text: &[u8], at: usize, pairs: &[&str]) -> bool {
    let Some(two) = text.get(at..at + 2 * LEN) else { return false };
    pairs.iter().any(|pair| pair.as_bytes() == two)
}

/// Whether one of these words begins at an offset.
fn begins(text: &[u8], at: usize, words: &[&str]) -> bool {
    text.get(at..).is_some_and(|rest| words.iter().any(|word| rest.starts_with(word.as_bytes())))
}

/// Whether a clause begins at an offset.
fn begins_clause(text: &[u8], at: usize) -> bool {
    let before = text.get(..at).unwrap_or(&[]);
    before.is_empty() || SIGNS.iter().any(|sign| before.ends_with(sign.as_bytes()))
}

/// Whether the sign before an offset shows that 日 and 中 are other words there.
fn is_mere_word(text: &[u8], at: usize) -> bool {
    let before = text.get(..at).unwrap_or(&[]);
    let is_digit = |byte: &u8| byte.is_ascii_digit();
    // Full-width digits are EF BC 90 to EF BC 99.
    before.last().is_some_and(is_digit)
        || matches!(before, [.., 0xEF, 0xBC, 0x90..=0x99])
        || NOT_BEFORE.iter().any(|sign| before.ends_with(sign.as_bytes()))
}

#[cfg(all(test, feature = "alloc"))]
mod tests {
    use super::*;
    use alloc::string::String;

    #[test]
    fn characters_of_pairs_are_countries() {
        for (text, expected) in [
            ("发展中美关系", "中美"),
            ("日米首脳会談", "日米"),
            ("日米韓首脳会談", "日米韓"),
            ("日米豪印外相", "日米豪印"),
            ("今日米中関係は", "米中"),
            ("10日米政府は", ""),
            ("其中美国政府", ""),
            ("日中の気温", ""),
            ("美中不足", ""),
            ("宪法中明确", ""),
            ("宪法中政府", ""),
            ("法中两国", "法中"),
            ("中米関係", ""),
            ("年中德双边贸易额", "中德"),
            ("米英が合意した", "米英"),
            ("会议，中美就关税", "中美"),
            ("日中は病院", ""),
            ("巴中两国", "巴中"),
            ("中国驻美大使", "美"),
            ("他在访美期间说", "美"),
            ("采访美的", ""),
            ("常驻日内瓦", ""),
            ("日军占领", "日"),
            ("9日军方", ""),
            ("朝日新聞", ""),
            ("中美洲国家", ""),
        ] {
            let found: String = text
                .char_indices()
                .filter(|&(at, c)| {
                    c.len_utf8() == LEN
                        && is_of_pair(c.encode_utf8(&mut [0; 4]))
                        && is_paired(text.as_bytes(), Span::new(at, at + LEN))
                })
                .map(|(_, c)| c)
                .collect();
            assert_eq!(found, expected, "{text}");
        }
        assert!(!is_paired("中".as_bytes(), Span::new(0, 3)));
        assert!(!is_of_pair("中国") && !is_of_pair("ab"));
    }
}
