//! Sentences of the project's own: common words of a language with a name here and there. They mean
//! nothing.

use crate::names::Names;
use crate::random::Random;

/// How a language is written.
struct Language {
    code: &'static str,
    /// Common words, the most frequent first.
    words: &'static str,
    /// Between words.
    blank: &'static str,
    /// Between clauses.
    comma: &'static str,
    /// After a sentence.
    end: &'static str,
}

const LANGUAGES: [Language; 12] = [
    Language {
        code: "en",
        words: "the of to and in a that said for on is was with as by at it from be are has have \
                will its an not but this he they which their had were been or more after would \
                who up about than we when also one out over could last new two other first \
                people into year government its against years his all before can under some no \
                if between because there during while most company country world state million \
                market oil such economic three since she only time so many made what percent \
                officials prices report trade week day next may those being through part billion \
                including number minister group still according price told down make public any \
                expected political talks plan money foreign power interest much deal bank where \
                high move growth back should now war both month recent set demand another \
                increase long major military without early says mining export output supply \
                production agreement police court left end meeting used days leader support \
                shares investors rate lower work far rise law change even Monday Tuesday \
                Wednesday President Minister Reuters London Thursday Friday January Bank John \
                Smith United September Foreign General Mr National Prime House East South North \
                Party Ministry Central Court 10 2025 30 15 3.5 1,200",
        blank: " ",
        comma: ", ",
        end: ". ",
    },
    Language {
        code: "de",
        words: "die Regierung hat am Montag mit dem Minister über höhere Preise für das nächste \
                Jahr gesprochen aber viele Händler glauben nicht dass eine schnelle Lösung \
                möglich ist weil die Verträge noch geprüft werden müssen",
        blank: " ",
        comma: ", ",
        end: ". ",
    },
    Language {
        code: "fr",
        words: "de la le et les des à en un du une que est pour qui dans a par plus pas au sur \
                ne se ce il sont avec mais été ont son aux cette comme ou elle être sa ses fait \
                deux leur même pays gouvernement après selon entre dont où année aussi très \
                président prix contre depuis premier ministre déjà état ans millions encore \
                accord marché temps trois année avait encore économie région peut ces sans \
                production réserves réunion lundi mardi général société étrangères affaires \
                élections dernière pétrole société élevés groupe lors était pendant politique \
                européenne semaine moins négociations l’accord d’une qu’il n’est c’est jusqu’à \
                sécurité intérêt développement énergie résultats février août Paris Le La Les \
                Président Ministre lundi 2025 20 milliards dollars hausse baisse banque centrale \
                conférence",
        blank: " ",
        comma: ", ",
        end: ". ",
    },
    Language {
        code: "pt",
        words: "o governo disse que a produção não será reduzida até ao próximo verão e também \
                que as negociações começam já porque os preços são altos mas há poucas reservas \
                em toda a região segundo informações",
        blank: " ",
        comma: ", ",
        end: ". ",
    },
    Language {
        code: "el",
        words: "η κυβέρνηση είπε ότι οι τιμές θα αυξηθούν φέτος και μετά από μακρά συνάντηση με \
                τους υπουργούς δεν υπάρχει ακόμη συμφωνία για την περιοχή όπου ζουν πολλοί \
                άνθρωποι",
        blank: " ",
        comma: ", ",
        end: ". ",
    },
    Language {
        code: "ru",
        words: "в и на не что с по для из от за к о как это его у также до был году так но его \
                было со том все уже после при если только будет может были этом она они время \
                между более который где года лет еще заявил над компании рынке правительство \
                страны сообщил против цены миллионов стран президент первый министр этого слова \
                словам около однако российский поставки рублей долларов процентов соглашение \
                переговоры нефти производства рост два три новых суд области вопрос власти \
                решение человек люди ранее глава стороны работы число зерно запасы торговцы \
                совещание снова вырастут экономики неделе понедельник вторник января сентября \
                агентство источник Москве Об По На В Как При",
        blank: " ",
        comma: ", ",
        end: ". ",
    },
    Language {
        code: "ar",
        words: "في من على أن إلى التي الذي عن مع هذا هذه بعد كان ما لا قال بين كما قد قبل خلال \
                ذلك كل أو غير عام كانت إن لم أي حيث الحكومة رئيس الوزراء وقال وأضاف وزير \
                الخارجية يوم أمس العام الماضي الدولة الشعب الأمن الأسعار النفط الشركة السوق \
                الاتفاق المنطقة الاجتماع اجتماع الإنتاج الدولي المتحدة مليون مليار دولار بشأن \
                منذ حول ضد أكثر عدد المباحثات التجارة الاقتصاد نسبة المئة ارتفاع انخفاض سعر \
                المعادن الذهب التصدير القرار المجلس الانتخابات حزب الجيش قوات وكالة الأنباء \
                مصادر سترتفع يتوقعون التجار المخزون كبيرا طويل سريعا",
        blank: " ",
        comma: "، ",
        end: ". ",
    },
    Language {
        code: "hi",
        words: "सरकार ने कहा कि इस साल कीमतें फिर बढ़ेंगी और मंत्रियों के साथ लंबी बैठक के बाद भी कोई समझौता \
                नहीं हुआ क्योंकि भंडार अभी बहुत हैं",
        blank: " ",
        comma: ", ",
        end: "। ",
    },
    Language {
        code: "th",
        words: "ที่ และ ใน ของ การ เป็น มี ได้ ว่า จะ ไม่ ให้ กับ นี้ จาก ไป มา แต่ หรือ เมื่อ โดย ความ กล่าว อยู่ \
                ต้อง ยัง ปี ผู้ คน นาย รัฐบาล รัฐมนตรี นายก ประเทศ ราคา ตลาด บริษัท น้ำมัน เศรษฐกิจ การประชุม \
                หลัง เพิ่มขึ้น ลดลง วันนี้ ล้าน บาท ดอลลาร์ ข้อตกลง การค้า การผลิต ส่งออก เหมืองแร่ ผู้ค้า สินค้า มาก \
                ก่อน แล้ว ซึ่ง เพราะ ระหว่าง ตาม ด้าน ข่าว สำนักข่าว เจ้าหน้าที่ ตำรวจ ศาล พรรค เลือกตั้ง สัปดาห์ \
                เดือน เมื่อวาน ประชาชน นโยบาย ต่างประเทศ โลก ใหม่ สูง กว่า ทั้ง เพื่อ ถูก ทำให้",
        blank: "",
        comma: " ",
        end: " ",
    },
    Language {
        code: "zh",
        words: "的 在 是 了 和 年 有 一 不 为 这 中 对 也 上 他 日 月 人 将 与 说 到 就 从 而 但 \
                后 都 于 等 并 被 个 以 会 要 我们 他们 政府 表示 价格 市场 经济 公司 国家 部长 \
                总统 总理 外交部 会议 协议 今年 去年 目前 记者 报道 认为 因为 可能 问题 发展 \
                国际 合作 石油 黄金 矿产 出口 进口 生产 库存 商人 上涨 下跌 再次 经过 之后 以来 \
                其中 已经 没有 进行 通过 根据 关于 增长 百分之 亿 美元 万 人民 投资 银行 贸易 \
                安全 军队 选举 地区 世界 希望 达成 长时间 仍然 很 高 會議 認為 同時 經濟 2025 30 \
                10",
        blank: "",
        comma: "，",
        end: "。",
    },
    Language {
        code: "ja",
        words: "政府 は 今年 の 価格 が また 上がる と 述べた 長い 会議 の 後 で 大臣 たち は 合意 を 望んで \
                いる しかし まだ 在庫 が 多い ので ニュース によると",
        blank: "",
        comma: "、",
        end: "。",
    },
    Language {
        code: "ko",
        words: "정부는 올해 가격이 다시 오를 것이라고 말했다 긴 회의가 끝난 뒤에 장관들은 합의를 바라지만 \
                상인들은 아직 재고가 많아서 믿지 않는다",
        blank: " ",
        comma: ", ",
        end: ". ",
    },
];

/// Lines of a few sentences, at least `size` bytes. Every second sentence has a name. A language
/// that is not known is written with English words.
pub(crate) fn sentences(code: &str, names: &Names, size: usize) -> String {
    let known = LANGUAGES.iter().find(|language| language.code == code);
    let language = known.unwrap_or(&LANGUAGES[0]);
    let words: Vec<&str> = language.words.split_whitespace().collect();
    let (mut random, mut text) = (Random::new(), String::new());
    while text.len() < size {
        for _ in 0..3 + random.below(4) {
            text.push_str(&sentence(language, &words, names, &mut random));
            text.push_str(language.end);
        }
        text.push('\n');
    }
    text
}

/// Words with a name in every second sentence, a comma here and there, and a capital first letter.
fn sentence(language: &Language, words: &[&str], names: &Names, random: &mut Random) -> String {
    let count = 8 + random.below(12);
    let with_name = random.below(2) == 0 && !names.as_slice().is_empty();
    let place = with_name.then(|| random.below(count));
    let mut sentence = String::new();
    for index in 0..count {
        if index > 0 {
            let comma = random.below(10) == 0;
            sentence.push_str(if comma { language.comma } else { language.blank });
        }
        match place {
            Some(place) if place == index => {
                sentence.push_str(random.choose::<String>(names.as_slice()));
            }
            // The first words of the list are the most frequent ones.
            _ => {
                let most = 1 + random.below(words.len() as u64);
                sentence.push_str(words[random.below(most) as usize]);
            }
        }
    }
    capitalised(&sentence)
}

/// The word with a capital first letter.
pub fn capitalised(word: &str) -> String {
    let mut rest = word.chars();
    rest.next().map_or(String::new(), |c| c.to_uppercase().chain(rest).collect())
}
